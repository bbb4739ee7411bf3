package org.ducksoup.rtp.payload;

import java.util.function.Function;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.TimestampUnwrapper;

/**
 * Turns the RTP packets of one track into complete frames, for recorders: what comes out of it decodes without errors.
 *
 * <p>Packets are brought into order; a gap is waited for a short time and then given up. Video frames that are incomplete, or
 * refer to one that was lost, are left out up to the next key frame. Whatever the packets hold, nothing throws, and memory is
 * bounded: {@value ReorderBuffer#SLOTS} packets of at most {@value #MAX_PAYLOAD} bytes, and one frame of at most
 * {@value FrameBuffer#MAX_LENGTH} bytes. Not thread-safe; nothing is allocated per packet.
 */
public final class FrameAssembler {
    /** Jumbo frames of Ethernet; what WebRTC sends is below 1500 bytes. */
    private static final int MAX_PAYLOAD = 9000;

    private final FrameListener listener;
    private final Depacketizer depacketizer;
    private final ReorderBuffer reorder;
    private TimestampUnwrapper timestamps = new TimestampUnwrapper();
    private boolean started;
    private int ssrc;
    private long oversizePackets;

    private FrameAssembler(FrameListener listener, Function<FrameListener, Depacketizer> format) {
        this.listener = listener;
        this.depacketizer = format.apply(listener);
        this.reorder = new ReorderBuffer(this::onOrderedPacket);
    }

    /** Of H.264, packetization modes 0 and 1 (RFC 6184). */
    public static FrameAssembler h264(FrameListener listener) {
        return new FrameAssembler(listener, output -> new VideoDepacketizer(new H264FrameFormat(), output));
    }

    /** Of VP8 (RFC 7741). */
    public static FrameAssembler vp8(FrameListener listener) {
        return new FrameAssembler(listener, output -> new VideoDepacketizer(new Vp8FrameFormat(), output));
    }

    /** Of Opus (RFC 7587): one packet is one frame. */
    public static FrameAssembler opus(FrameListener listener) {
        return new FrameAssembler(listener, OpusDepacketizer::new);
    }

    /**
     * Takes a packet in the order of arrival; duplicates may be among them. Packets without payload count as received.
     *
     * @param packet only of the payload type this was made for; not kept
     * @param arrivalNanos never before that of the call before
     */
    public void accept(RtpPacket packet, long arrivalNanos) {
        if (started && packet.ssrc() != ssrc) {
            beginAnew();
        }
        started = true;
        ssrc = packet.ssrc();
        if (packet.payloadLength() > MAX_PAYLOAD) {
            oversizePackets++;
            return;
        }
        reorder.offer(packet, arrivalNanos);
    }

    /** Time passes without packets: gives up the gaps that have been waited for long enough. */
    public void advance(long nowNanos) {
        reorder.release(nowNanos);
    }

    /**
     * The caller has left out packets here. Sequence numbers may have wrapped since, so the next packet counts as the
     * next one in order.
     */
    public void skip(long packets) {
        drain();
        reorder.skip(packets);
    }

    /** The source has ended: hands out the frames that were held back. Frames of a new beginning may follow. */
    public void drain() {
        reorder.drain();
        depacketizer.finish();
    }

    /**
     * Whether a video decoder needs the next key frame to continue, which the caller should request. False for audio.
     */
    public boolean awaitsKeyFrame() {
        return depacketizer.awaitsKeyFrame();
    }

    /** Frames handed out. */
    public long frames() {
        return depacketizer.frames();
    }

    /**
     * Frames missing in the output, at least: of audio the lost packets, of video the incomplete pictures, those left out up
     * to a key frame, and one for a gap between whole pictures.
     */
    public long lostFrames() {
        return depacketizer.lostFrames();
    }

    /** Pictures that have the RTP timestamp of the one before them; RFC 3550 forbids it, and some gateways do it. */
    public long sharedTimestamps() {
        return depacketizer.sharedTimestamps();
    }

    /** Packets that had not arrived when it was their turn. */
    public long lostPackets() {
        return reorder.lostPackets();
    }

    /** Packets that were there already, or came too late to be of use. */
    public long latePackets() {
        return reorder.latePackets();
    }

    /** Packets whose payload breaks the rules of its format, or is too long. */
    public long malformedPackets() {
        return depacketizer.malformedPackets() + oversizePackets;
    }

    private void beginAnew() {
        drain();
        reorder.reset();
        depacketizer.reset();
        timestamps = new TimestampUnwrapper();
        listener.onNewSource();
    }

    private void onOrderedPacket(
            byte[] payload,
            int offset,
            int length,
            long timestamp,
            boolean marker,
            long arrivalNanos,
            long lostBefore) {
        // Padding that probes the path belongs to no frame (RFC 3550 section 5.1), but a gap before it is one.
        if (length == 0 && lostBefore == 0) {
            return;
        }
        depacketizer.accept(payload, offset, length, timestamps.unwrap(timestamp), marker, arrivalNanos, lostBefore);
    }
}
