package org.ducksoup.transport.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.ducksoup.rtp.RtpPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpSessionTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String RTP = "800f1234decafbadcafebabe" + "ab".repeat(16);
    private static final String RTCP = "81c8000bcafebabe" + "ab".repeat(16);

    /** Enough time between any two packets, so that the limit of {@link NewSourceLimitTest} has no effect. */
    private static final LongSupplier SLOW_CLOCK = slowClock();

    private final Random random = new Random(7714);

    private static LongSupplier slowClock() {
        AtomicLong nanos = new AtomicLong();
        return () -> nanos.addAndGet(NewSourceLimit.NANOS_FOR_ONE);
    }

    /** Master key and salt of RFC 3711 appendix B.3; packets of libsrtp's own validation. */
    @Test
    void protectsAsOthersDoWithCounterModeAndSha1() {
        byte[] keys = keys("e1f97a0d3e018be0d64fa32c06de4139", "0ec675ad498afeebb6960b3aabe6");
        SrtpProfile profile = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
        assertThat(protectedRtp(profile, keys))
                .isEqualTo("800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb");
        assertThat(protectedRtcp(profile, keys))
                .isEqualTo("81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798");
    }

    /** RFC 7714 with the key derivation of RFC 3711; packets of libsrtp's own validation. */
    @Test
    void protectsAsOthersDoWithGaloisCounterMode() {
        byte[] keys = keys("000102030405060708090a0b0c0d0e0f", "a0a1a2a3a4a5a6a7a8a9aaab");
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        assertThat(protectedRtp(profile, keys))
                .isEqualTo("800f1234decafbadcafebabec5002ede04cfdd2eb91159e0880aa06ed2976826f796b201df3131a127e8a392");
        assertThat(protectedRtcp(profile, keys))
                .isEqualTo("81c8000bcafebabec98b8b5df0392a55852b6c21ac8e7025c52c6fbea2b3b446ea31123ba88ce61e80000001");
    }

    @ParameterizedTest
    @EnumSource
    void eachSideReadsTheOther(SrtpProfile profile) {
        Pair pair = new Pair(profile);
        for (int i = 0; i < 100; i++) {
            pair.assertPasses(pair.client, pair.server, 1, i);
            pair.assertPasses(pair.server, pair.client, 2, i);
        }
        byte[] own = pair.rtp(pair.client, 3, 1);
        assertThat(pair.client.unprotectRtp(own, 0, own.length))
                .as("its own packet")
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhereNumbersWrap(SrtpProfile profile) {
        Pair pair = new Pair(profile);
        SrtpSession.Protector protector = pair.client.rtpProtector(9);
        for (int i = 65_000; i < 65_536 + 66_000; i++) {
            byte[] packet = plain(9, i & 0xffff, 50);
            int length = protector.protect(packet, 0, 50);
            assertThat(pair.server.unprotectRtp(packet, 0, length))
                    .as("packet %d", i)
                    .isEqualTo(50);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesPacketsOfBeforeTheFirstOne(SrtpProfile profile) {
        Pair pair = new Pair(profile);
        byte[][] packets = pair.sequence(pair.client, 5, 0, 20);
        int[] order = {10, 3, 0, 9, 19, 1};
        for (int i : order) {
            assertThat(pair.server.unprotectRtp(packets[i], 0, packets[i].length))
                    .as("packet %d", i)
                    .isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatItHasSeen(SrtpProfile profile) {
        Pair pair = new Pair(profile);
        byte[][] packets = pair.sequence(pair.client, 5, 1000, 1500);
        for (byte[] packet : packets) {
            assertThat(pair.server.unprotectRtp(packet.clone(), 0, packet.length))
                    .isPositive();
        }
        for (byte[] packet : packets) {
            assertThat(pair.server.unprotectRtp(packet.clone(), 0, packet.length))
                    .isEqualTo(-1);
        }
        byte[] report = pair.rtcp(pair.client, 5);
        assertThat(pair.server.unprotectRtcp(report.clone(), 0, report.length)).isPositive();
        assertThat(pair.server.unprotectRtcp(report.clone(), 0, report.length)).isEqualTo(-1);
    }

    /** A packet that is half a second late at 1000 packets/s, which the library's own window of 64 would drop. */
    @ParameterizedTest
    @EnumSource
    void takesRetransmissionsThatAreLate(SrtpProfile profile) {
        Pair pair = new Pair(profile);
        byte[][] packets = pair.sequence(pair.client, 5, 1000, 600);
        for (int i = 1; i < 600; i++) {
            pair.server.unprotectRtp(packets[i], 0, packets[i].length);
        }
        assertThat(pair.server.unprotectRtp(packets[0], 0, packets[0].length)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryChangedBit(SrtpProfile profile) {
        Pair pair = new Pair(profile);
        byte[] packet = pair.rtp(pair.client, 5, 7);
        byte[] report = pair.rtcp(pair.client, 5);
        for (int bit = 0; bit < packet.length * 8; bit++) {
            byte[] changed = flip(packet, bit);
            assertThat(pair.server.unprotectRtp(changed, 0, changed.length))
                    .as("bit %d", bit)
                    .isEqualTo(-1);
        }
        for (int bit = 0; bit < report.length * 8; bit++) {
            byte[] changed = flip(report, bit);
            assertThat(pair.server.unprotectRtcp(changed, 0, changed.length))
                    .as("bit %d", bit)
                    .isEqualTo(-1);
        }
        for (int length = 0; length < packet.length; length++) {
            assertThat(pair.server.unprotectRtp(packet.clone(), 0, length))
                    .as("length %d", length)
                    .isEqualTo(-1);
        }
        for (int length = 0; length < report.length; length++) {
            assertThat(pair.server.unprotectRtcp(report.clone(), 0, length))
                    .as("length %d", length)
                    .isEqualTo(-1);
        }
        assertThat(pair.server.unprotectRtp(packet, 0, packet.length))
                .as("unchanged")
                .isPositive();
        assertThat(pair.server.unprotectRtcp(report, 0, report.length))
                .as("unchanged")
                .isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void strangersDoNotFillTheTable(SrtpProfile profile) {
        Pair pair = new Pair(profile);
        for (int i = 0; i < 1000; i++) {
            byte[] forged = plain(1_000_000 + i, i, 60);
            assertThat(pair.server.unprotectRtp(forged, 0, forged.length)).isEqualTo(-1);
            byte[] report = HEX.parseHex("80c90001" + HEX.toHexDigits(1_000_000 + i) + "80000001" + "00".repeat(16));
            assertThat(pair.server.unprotectRtcp(report, 0, report.length)).isEqualTo(-1);
        }
        pair.assertPasses(pair.client, pair.server, 77, 1);
        byte[] report = pair.rtcp(pair.client, 77);
        assertThat(pair.server.unprotectRtcp(report, 0, report.length)).isPositive();
    }

    /** Trying a new source costs far more than checking a packet, so the rate of new sources is limited. */
    @ParameterizedTest
    @EnumSource
    void manyNewSourcesAtOnceAreNotEvenTried(SrtpProfile profile) {
        byte[] keys = new byte[profile.keyingMaterialLength()];
        try (SrtpSession client = new SrtpSession(profile, keys, false);
                SrtpSession server = new SrtpSession(profile, keys, true, () -> 0)) {
            Pair pair = new Pair(profile);
            byte[] known = pair.rtp(client, 1, 1);
            assertThat(server.unprotectRtp(known, 0, known.length)).isPositive();
            for (int i = 0; i < NewSourceLimit.BURST; i++) {
                byte[] forged = plain(1000 + i, 1, 60);
                assertThat(server.unprotectRtp(forged, 0, forged.length)).isEqualTo(-1);
            }
            byte[] unheard = pair.rtp(client, 2, 1);
            assertThat(server.unprotectRtp(unheard, 0, unheard.length)).isEqualTo(-1);
            byte[] next = pair.rtp(client, 1, 2);
            assertThat(server.unprotectRtp(next, 0, next.length))
                    .as("a source that is known goes on")
                    .isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAuthenticPeerHasSixteenSources(SrtpProfile profile) {
        Pair pair = new Pair(profile);
        for (int ssrc = 1; ssrc <= 16; ssrc++) {
            pair.assertPasses(pair.client, pair.server, ssrc, 1);
        }
        byte[] oneMore = pair.rtp(pair.client, 17, 1);
        assertThat(pair.server.unprotectRtp(oneMore, 0, oneMore.length)).isEqualTo(-1);
        pair.assertPasses(pair.client, pair.server, 3, 2);
    }

    /** A forged packet with another roll-over count or sequence number has no effect. */
    @ParameterizedTest
    @EnumSource
    void forgedNumbersDoNotMoveTheWindow(SrtpProfile profile) {
        Pair pair = new Pair(profile);
        byte[][] packets = pair.sequence(pair.client, 5, 100, 300);
        for (byte[] packet : packets) {
            for (int n = 0; n < 20; n++) {
                byte[] forged = packet.clone();
                forged[2] = (byte) random.nextInt();
                forged[3] ^= (byte) (1 + random.nextInt(255));
                pair.server.unprotectRtp(forged, 0, forged.length);
            }
            assertThat(pair.server.unprotectRtp(packet, 0, packet.length)).isPositive();
        }
    }

    @Test
    void keepsTheHeaderReadableAndWorksAnywhereInAnArray() {
        Pair pair = new Pair(SrtpProfile.AEAD_AES_128_GCM);
        byte[] array = new byte[300];
        System.arraycopy(plain(5, 1, 100), 0, array, 33, 100);
        int length = pair.client.rtpProtector(5).protect(array, 33, 100);
        RtpPacket view = new RtpPacket();
        assertThat(view.wrap(array, 33, length)).isTrue();
        assertThat(view.ssrc()).isEqualTo(5);
        assertThat(pair.server.unprotectRtp(array, 33, length)).isEqualTo(100);
        assertThat(Arrays.copyOfRange(array, 33, 133)).isEqualTo(Arrays.copyOf(plain(5, 1, 100), 100));
    }

    private static byte[] flip(byte[] packet, int bit) {
        byte[] changed = packet.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    private static byte[] keys(String key, String salt) {
        return HEX.parseHex(key + "00".repeat(16) + salt + "00".repeat(salt.length() / 2));
    }

    private static String protectedRtp(SrtpProfile profile, byte[] keys) {
        byte[] packet = Arrays.copyOf(HEX.parseHex(RTP), 100);
        int length = new SrtpSession(profile, keys, false, SLOW_CLOCK)
                .rtpProtector(0xcafebabe)
                .protect(packet, 0, 28);
        String text = HEX.formatHex(packet, 0, length);
        assertThat(new SrtpSession(profile, keys, true, SLOW_CLOCK).unprotectRtp(packet, 0, length))
                .isEqualTo(28);
        assertThat(HEX.formatHex(packet, 0, 28)).isEqualTo(RTP);
        return text;
    }

    private static String protectedRtcp(SrtpProfile profile, byte[] keys) {
        // Other implementations number their first report 1, this library 0: the second one is theirs.
        SrtpSession.Protector protector = new SrtpSession(profile, keys, false, SLOW_CLOCK).rtcpProtector(0xcafebabe);
        byte[] packet = Arrays.copyOf(HEX.parseHex(RTCP), 100);
        protector.protect(packet, 0, 24);
        packet = Arrays.copyOf(HEX.parseHex(RTCP), 100);
        int length = protector.protect(packet, 0, 24);
        String text = HEX.formatHex(packet, 0, length);
        assertThat(new SrtpSession(profile, keys, true, SLOW_CLOCK).unprotectRtcp(packet, 0, length))
                .isEqualTo(24);
        assertThat(HEX.formatHex(packet, 0, 24)).isEqualTo(RTCP);
        return text;
    }

    private static byte[] plain(int ssrc, int sequenceNumber, int length) {
        byte[] packet = new byte[length + SrtpSession.OVERHEAD];
        Arrays.fill(packet, (byte) 0x5a);
        RtpPacket.writeFixedHeader(packet, 0, false, 96, sequenceNumber, sequenceNumber * 3000L, ssrc, false);
        return packet;
    }

    private final class Pair {
        final SrtpSession client;
        final SrtpSession server;

        Pair(SrtpProfile profile) {
            byte[] keys = new byte[profile.keyingMaterialLength()];
            random.nextBytes(keys);
            client = new SrtpSession(profile, keys, false, SLOW_CLOCK);
            server = new SrtpSession(profile, keys, true, SLOW_CLOCK);
        }

        byte[] rtp(SrtpSession from, int ssrc, int sequenceNumber) {
            return sequence(from, ssrc, sequenceNumber, 1)[0];
        }

        byte[][] sequence(SrtpSession from, int ssrc, int first, int count) {
            SrtpSession.Protector protector = from.rtpProtector(ssrc);
            byte[][] packets = new byte[count][];
            for (int i = 0; i < count; i++) {
                byte[] packet = plain(ssrc, first + i & 0xffff, 60);
                packets[i] = Arrays.copyOf(packet, protector.protect(packet, 0, 60));
            }
            return packets;
        }

        byte[] rtcp(SrtpSession from, int ssrc) {
            byte[] packet = Arrays.copyOf(HEX.parseHex("80c90001" + HEX.toHexDigits(ssrc)), 60);
            return Arrays.copyOf(packet, from.rtcpProtector(ssrc).protect(packet, 0, 8));
        }

        void assertPasses(SrtpSession from, SrtpSession to, int ssrc, int sequenceNumber) {
            byte[] packet = rtp(from, ssrc, sequenceNumber);
            assertThat(to.unprotectRtp(packet, 0, packet.length)).isEqualTo(60);
            assertThat(Arrays.copyOf(packet, 60)).isEqualTo(Arrays.copyOf(plain(ssrc, sequenceNumber, 60), 60));
        }
    }
}
