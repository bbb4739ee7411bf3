package org.ducksoup.gstreamer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;

/** Packets as a browser would send them. They are made once, and can be sent several times at their original pace. */
public record RtpRecording(MediaKind kind, List<Packet> packets) {
    static final int PAYLOAD_TYPE = 96;
    private static final int SSRC = 0x1234567;

    public record Packet(byte[] bytes, long atNanos) {
        boolean marker() {
            return (bytes[1] & 0x80) != 0;
        }
    }

    /** @param source for instance {@code videotestsrc num-buffers=90 pattern=ball ! video/x-raw,width=640,height=480} */
    public static RtpRecording of(Codec codec, String source) {
        return of(codec, source, "");
    }

    /** @param encoder properties of the encoder besides */
    public static RtpRecording of(Codec codec, String source, String encoder) {
        String payload =
                switch (codec) {
                    case OPUS -> "audioconvert ! audioresample ! opusenc frame-size=20 ! rtpopuspay";
                    case H264 ->
                        "videoconvert ! video/x-raw,format=I420 ! x264enc tune=zerolatency speed-preset=ultrafast"
                                + " threads=1 key-int-max=3000 bitrate=800 " + encoder
                                + " ! video/x-h264,profile=constrained-baseline ! rtph264pay config-interval=-1 mtu=1200";
                    case VP8 ->
                        "videoconvert ! vp8enc deadline=1 cpu-used=8 keyframe-max-dist=3000 target-bitrate=800000 "
                                + encoder + " ! rtpvp8pay picture-id-mode=15-bit mtu=1200";
                };
        List<Packet> packets = new ArrayList<>();
        try (LaunchedPipeline pipeline = new LaunchedPipeline(source + " ! " + payload + " pt=" + PAYLOAD_TYPE
                + " ssrc=" + SSRC + " seqnum-offset=100 timestamp-offset=1000 ! fakesink name=out")) {
            pipeline.listen("out", (bytes, pts) -> packets.add(new Packet(bytes, pts)))
                    .play()
                    .finish();
        }
        long first = packets.get(0).atNanos();
        return new RtpRecording(
                codec.kind(),
                packets.stream()
                        .map(p -> new Packet(p.bytes(), p.atNanos() - first))
                        .toList());
    }

    /** This recording followed by another one, as one stream of packets. */
    public RtpRecording then(RtpRecording other) {
        List<Packet> joined = new ArrayList<>(packets);
        Packet last = packets.get(packets.size() - 1);
        int sequence = ByteBuffer.wrap(last.bytes()).getShort(2);
        long gap = kind == MediaKind.VIDEO ? 33_333_333 : 20_000_000;
        long rate = kind == MediaKind.VIDEO ? 90_000 : 48_000;
        long start = last.atNanos() + gap;
        int lastTime = ByteBuffer.wrap(last.bytes()).getInt(4);
        for (Packet packet : other.packets) {
            byte[] bytes = packet.bytes().clone();
            ByteBuffer.wrap(bytes)
                    .putShort(2, (short) ++sequence)
                    .putInt(4, lastTime + (int) ((packet.atNanos() + gap) * rate / 1_000_000_000L));
            joined.add(new Packet(bytes, start + packet.atNanos()));
        }
        return new RtpRecording(kind, joined);
    }

    RtpRecording without(int firstPackets) {
        return new RtpRecording(kind, packets.subList(firstPackets, packets.size()));
    }

    /** The packets in the order in which they were sent. The sequence numbers must not wrap. */
    RtpRecording inOrder() {
        return new RtpRecording(
                kind,
                packets.stream()
                        .sorted(Comparator.comparingInt(
                                p -> ByteBuffer.wrap(p.bytes()).getShort(2) & 0xffff))
                        .toList());
    }

    /** When each packet of sound was captured, in seconds from the first one. */
    List<Double> mediaSeconds() {
        int first = ByteBuffer.wrap(packets.get(0).bytes()).getInt(4);
        return packets.stream()
                .map(p -> (ByteBuffer.wrap(p.bytes()).getInt(4) - first) / (double) Codec.OPUS.clockRate())
                .toList();
    }

    long durationNanos() {
        return packets.get(packets.size() - 1).atNanos();
    }

    /** Sends the packets on a separate thread. */
    public Thread play(MediaPipeline pipeline) {
        Thread thread = new Thread(
                () -> {
                    long start = System.nanoTime();
                    byte[] datagram = new byte[1500];
                    for (Packet packet : packets) {
                        long due = start + packet.atNanos();
                        while (System.nanoTime() < due) {
                            LockSupport.parkNanos(due - System.nanoTime());
                        }
                        System.arraycopy(packet.bytes(), 0, datagram, 7, packet.bytes().length);
                        // When it is due: how busy this machine is must not look like jitter of the network.
                        pipeline.push(kind, datagram, 7, packet.bytes().length, due);
                    }
                },
                "test-sender");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
