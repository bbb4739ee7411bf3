package org.ducksoup.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.rtp.HeaderExtensionWriter;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.rtcp.FullIntraRequest;
import org.ducksoup.rtp.rtcp.GenericNack;
import org.ducksoup.rtp.rtcp.MalformedRtcpException;
import org.ducksoup.rtp.rtcp.PictureLossIndication;
import org.ducksoup.rtp.rtcp.ReceiverEstimatedMaximumBitrate;
import org.ducksoup.rtp.rtcp.RtcpPacket;
import org.ducksoup.rtp.rtcp.RtcpReader;
import org.ducksoup.rtp.rtcp.RtcpWriter;
import org.ducksoup.rtp.rtcp.TransportFeedback;
import org.ducksoup.transport.dtls.Fingerprint;
import org.ducksoup.transport.sdp.Sdp;
import org.ducksoup.transport.sdp.SdpException;
import org.ducksoup.transport.sdp.SdpParser;
import org.ducksoup.transport.sdp.SdpWriter;
import org.ducksoup.transport.sdp.TransportAttributes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What strangers and clients send, changed at random from good examples: read, or refused as it should be. The seed is fixed, so
 * that a failure can be repeated; {@code StunGuardTest} does the same for STUN.
 */
class FuzzTest {
    enum Target {
        SDP(sdps(), FuzzTest::sdp),
        RTP(packets(), FuzzTest::rtp),
        RTCP(compounds(), FuzzTest::rtcp);

        final List<byte[]> corpus;
        final Consumer<byte[]> read;

        Target(List<byte[]> corpus, Consumer<byte[]> read) {
            this.corpus = corpus;
            this.read = read;
        }
    }

    @ParameterizedTest
    @EnumSource
    void neverThrows(Target target) {
        fuzz(target, 100_000);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void neverThrowsInAMillionExecutions(Target target) {
        fuzz(target, 1_000_000);
    }

    private static void fuzz(Target target, int executions) {
        Random random = new Random(7983);
        long begin = System.nanoTime();
        for (int i = 0; i < executions; i++) {
            byte[] input = mutated(target.corpus, random, target == Target.SDP);
            try {
                target.read.accept(input);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("execution " + i + ": " + Arrays.toString(input), e);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %d executions in %.1f s, nothing thrown%n",
                target,
                executions,
                (System.nanoTime() - begin) / 1e9);
    }

    private static byte[] mutated(List<byte[]> corpus, Random random, boolean text) {
        byte[] seed = corpus.get(random.nextInt(corpus.size()));
        byte[] bytes = seed.clone();
        switch (random.nextInt(6)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> bytes = spliced(seed, corpus.get(random.nextInt(corpus.size())), random);
            case 2 -> bytes = repeated(seed, random);
            default -> {
                // As long as it was.
            }
        }
        for (int n = random.nextInt(8); n > 0 && bytes.length > 0; n--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = text
                    ? "0123456789:;=/ -\r\nam*\u007f".getBytes(StandardCharsets.US_ASCII)[random.nextInt(21)]
                    : (byte) random.nextInt();
        }
        return bytes;
    }

    private static byte[] spliced(byte[] head, byte[] tail, Random random) {
        int from = random.nextInt(head.length + 1);
        int to = random.nextInt(tail.length + 1);
        byte[] both = Arrays.copyOf(head, from + tail.length - to);
        System.arraycopy(tail, to, both, from, tail.length - to);
        return both;
    }

    private static byte[] repeated(byte[] seed, Random random) {
        int from = random.nextInt(seed.length);
        int length = Math.min(seed.length - from, 1 + random.nextInt(64));
        byte[] longer = Arrays.copyOf(seed, seed.length + length);
        System.arraycopy(seed, from, longer, seed.length, length);
        return longer;
    }

    private static void sdp(byte[] input) {
        try {
            Sdp sdp = SdpParser.parse(new String(input, StandardCharsets.UTF_8));
            SdpWriter.write(sdp);
            Negotiation negotiation = new Negotiation("1", new RtpDemuxer(), true);
            negotiation.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            negotiation.receive(MediaKind.VIDEO, List.of(Codec.H264, Codec.VP8));
            RemoteDescription.of(sdp);
            negotiation.accept(sdp);
        } catch (SdpException refused) {
            assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(400);
        }
    }

    private static void rtp(byte[] input) {
        RtpPacket packet = new RtpPacket();
        if (packet.wrap(input, 0, input.length)) {
            for (int id = 0; id < 16; id++) {
                int at = packet.extensionOffset(id);
                int length = packet.extensionLength(id);
                assertThat(at < 0 || at + length <= input.length).isTrue();
            }
            assertThat(packet.payloadOffset() + packet.payloadLength()).isLessThanOrEqualTo(input.length);
            assertThat(packet.payloadLength()).isNotNegative();
        }
    }

    private static void rtcp(byte[] input) {
        try {
            List<RtcpPacket> packets = RtcpReader.read(input, 0, input.length);
            TransportSequence sequence = new TransportSequence();
            for (RtcpPacket packet : packets) {
                if (packet instanceof TransportFeedback feedback) {
                    sequence.number(100, 1);
                    sequence.match(feedback);
                }
            }
        } catch (MalformedRtcpException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static List<byte[]> sdps() {
        Negotiation server = new Negotiation("4711", new RtpDemuxer(), true);
        server.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
        server.receive(MediaKind.VIDEO, List.of(Codec.H264, Codec.VP8));
        TransportAttributes transport = new TransportAttributes(
                "ufrag", "password-password-pass", new Fingerprint("sha-256", "AA:BB"), "active");
        List<byte[]> corpus = new ArrayList<>();
        corpus.add(SdpWriter.write(server.offer(transport, List.of("candidate:1 1 udp 1 192.0.2.1 9 typ host")))
                .getBytes(StandardCharsets.UTF_8));
        for (String name : List.of("chromium-answer", "firefox-answer", "aiortc-answer", "werift-answer")) {
            try (var in = FuzzTest.class.getResourceAsStream("sdp/" + name + ".sdp")) {
                corpus.add(in.readAllBytes());
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return corpus;
    }

    private static List<byte[]> packets() {
        List<byte[]> corpus = new ArrayList<>();
        for (int extensions = 0; extensions < 4; extensions++) {
            byte[] packet = new byte[200];
            RtpPacket.writeFixedHeader(packet, 0, true, 96, 1, 2, 3, extensions > 0);
            HeaderExtensionWriter writer = new HeaderExtensionWriter().begin(packet, 12);
            for (int id = 1; id <= extensions; id++) {
                writer.add(id, new byte[id * 4]);
            }
            if (extensions > 0) {
                writer.end();
            }
            corpus.add(packet);
        }
        // The two-byte form (RFC 8285 section 4.3).
        byte[] twoBytes = corpus.get(1).clone();
        twoBytes[12] = 0x10;
        twoBytes[13] = 0;
        corpus.add(twoBytes);
        return corpus;
    }

    private static List<byte[]> compounds() {
        List<RtcpPacket> all = List.of(
                new PictureLossIndication(1, 2),
                new FullIntraRequest(1, List.of(new FullIntraRequest.Entry(2, 3))),
                new GenericNack(1, 2, List.of(5, 6, 30, 65_535)),
                new ReceiverEstimatedMaximumBitrate(1, 1_264_000, List.of(7, 8)),
                new TransportFeedback(
                        1,
                        2,
                        65_530,
                        20,
                        77,
                        3,
                        List.of(
                                new TransportFeedback.Arrival(65_530, 4),
                                new TransportFeedback.Arrival(1, 300),
                                new TransportFeedback.Arrival(2, -5))));
        List<byte[]> corpus = new ArrayList<>();
        byte[] buffer = new byte[1500];
        all.forEach(packet -> corpus.add(Arrays.copyOf(buffer, RtcpWriter.write(List.of(packet), buffer, 0))));
        corpus.add(Arrays.copyOf(buffer, RtcpWriter.write(all, buffer, 0)));
        return corpus;
    }
}
