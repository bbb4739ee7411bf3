package org.ducksoup.transport.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.media.Codec;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.payload.FrameAssembler;
import org.ducksoup.rtp.payload.FrameListener;

/**
 * Jazzer's way to RTP that passed SRTP: demultiplexed, counted, asked for again, put together to pictures. An input is several
 * packets, each behind a byte with its length.
 */
public final class RtpFuzzer {
    private static final int MAX_FRAME = 1 << 20;

    private RtpFuzzer() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        InboundSection video = new InboundSection("1");
        video.negotiate(Map.of(96, Codec.VP8, 97, Codec.H264), Map.of(98, 96), true, "video", true);
        InboundSection audio = new InboundSection("0");
        audio.negotiate(Map.of(111, Codec.OPUS), Map.of(), false, "audio", true);
        audio.negotiateAudioLevel(5);
        RtpDemuxer demuxer = new RtpDemuxer();
        demuxer.negotiate(List.of(audio, video), 1, 3, Map.of());
        FrameListener frames = (data, offset, length, timestamp, key, arrival) -> {
            if (offset < 0 || length < 0 || offset + length > data.length || length > MAX_FRAME) {
                throw new AssertionError("a frame of " + length + " bytes at " + offset + " of " + data.length);
            }
        };
        List<FrameAssembler> assemblers =
                List.of(FrameAssembler.vp8(frames), FrameAssembler.h264(frames), FrameAssembler.opus(frames));
        long now = 1_000_000_000L;
        for (byte[] bytes : packets(input)) {
            RtpPacket packet = new RtpPacket();
            now += 10_000_000L;
            if (!packet.wrap(bytes, 10, bytes.length - 20)) {
                continue;
            }
            check(packet, bytes.length - 10);
            InboundSection section = demuxer.sectionFor(packet);
            if (section != null) {
                Codec codec = section.codec(packet.payloadType());
                if (codec != null && section.receiver() == null) {
                    section.receiver(receiver(codec, section, packet.ssrc()));
                }
                TrackReceiver receiver = section.receiver();
                if (receiver != null) {
                    receiver.accept(packet, now);
                    receiver.requestMissing(now);
                }
            }
            for (FrameAssembler assembler : assemblers) {
                assembler.accept(packet, now);
            }
        }
        assemblers.forEach(FrameAssembler::drain);
    }

    private static TrackReceiver receiver(Codec codec, InboundSection section, int ssrc) {
        TrackReceiver receiver = new TrackReceiver(codec, section, ssrc, new FakeReturnPath());
        receiver.listen((level, arrivalNanos) -> {
            if (level < 0 || level > 127) {
                throw new AssertionError("a loudness of " + level);
            }
        });
        return receiver;
    }

    private static void check(RtpPacket packet, int end) {
        if (packet.payloadLength() < 0
                || packet.payloadOffset() < 10 + RtpPacket.FIXED_HEADER_LENGTH
                || packet.payloadOffset() + packet.payloadLength() > end) {
            throw new AssertionError("the payload is not inside the packet");
        }
    }

    /** Each with ten bytes before and behind it that are not its own. */
    private static List<byte[]> packets(byte[] input) {
        List<byte[]> packets = new ArrayList<>();
        int at = 0;
        while (at < input.length) {
            int length = Math.min(input[at++] & 0xff, input.length - at);
            byte[] packet = new byte[length + 20];
            java.util.Arrays.fill(packet, (byte) 0xff);
            System.arraycopy(input, at, packet, 10, length);
            packets.add(packet);
            at += length;
        }
        return packets;
    }
}
