package org.ducksoup.testkit.media;

import org.ducksoup.api.media.Codec;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.payload.H264Payload;
import org.ducksoup.rtp.payload.Vp8Payload;

/** Notices when every packet of a key frame has arrived. A decoder could show its first picture then. */
final class KeyFrameWatch {
    private final Codec codec;
    private boolean collecting;
    private long timestamp;
    private int nextSequenceNumber;

    KeyFrameWatch(Codec codec) {
        this.codec = codec;
    }

    /** Returns true for the packet that completes a key frame. */
    boolean completes(RtpPacket packet) {
        if (collecting && (packet.timestamp() != timestamp || packet.sequenceNumber() != nextSequenceNumber)) {
            collecting = false;
        }
        if (!collecting && begins(packet)) {
            collecting = true;
            timestamp = packet.timestamp();
        }
        nextSequenceNumber = (packet.sequenceNumber() + 1) & 0xffff;
        boolean complete = collecting && packet.marker();
        collecting &= !complete;
        return complete;
    }

    private boolean begins(RtpPacket packet) {
        return switch (codec) {
            case OPUS -> false;
            case VP8 -> Vp8Payload.startsKeyFrame(packet.buffer(), packet.payloadOffset(), packet.payloadLength());
            case H264 -> H264Payload.startsKeyFrame(packet.buffer(), packet.payloadOffset(), packet.payloadLength());
        };
    }
}
