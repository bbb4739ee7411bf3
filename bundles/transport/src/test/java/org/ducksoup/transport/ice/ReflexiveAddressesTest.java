package org.ducksoup.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.ducksoup.transport.udp.UdpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReflexiveAddressesTest {
    /** RFC 5769 section 2.2, whose transaction id and address are given there in plain. */
    private static final byte[] RFC_RESPONSE = HexFormat.of()
            .parseHex("0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000080001a147e112a643"
                    + "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96");

    private static final byte[] RFC_TRANSACTION = HexFormat.of().parseHex("b7e7a701bc34d686fa87dfae");

    @Test
    void readsTheVectorOfTheRfc() throws Exception {
        InetAddress mapped = StunQuery.mappedAddress(RFC_RESPONSE, RFC_RESPONSE.length, RFC_TRANSACTION);
        assertThat(mapped).isEqualTo(InetAddress.getByName("192.0.2.1"));
    }

    /** RFC 5769 section 2.3. */
    @Test
    void readsTheVectorOfTheRfcForIpv6() throws Exception {
        byte[] response = HexFormat.of()
                .parseHex("010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000140002a147"
                        + "0113a9faa5d3f179bc25f4b5bed2b9d900080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004"
                        + "c8fb0b4c");
        assertThat(StunQuery.mappedAddress(response, response.length, RFC_TRANSACTION))
                .isEqualTo(InetAddress.getByName("2001:db8:1234:5678:11:2233:4455:6677"));
    }

    @Test
    void takesNothingButAnAnswerToItsOwnQuestion() throws Exception {
        byte[] otherTransaction = RFC_TRANSACTION.clone();
        otherTransaction[3]++;
        assertThat(StunQuery.mappedAddress(RFC_RESPONSE, RFC_RESPONSE.length, otherTransaction))
                .isNull();
        for (int length = 0; length < RFC_RESPONSE.length; length++) {
            assertThat(StunQuery.mappedAddress(RFC_RESPONSE, length, RFC_TRANSACTION))
                    .isNull();
        }
        byte[] tooLongAttribute = RFC_RESPONSE.clone();
        tooLongAttribute[22] = 0x7f;
        assertThat(StunQuery.mappedAddress(tooLongAttribute, tooLongAttribute.length, RFC_TRANSACTION))
                .isNull();
    }

    /** A STUN server that reports 203.0.113.7 to everybody, and answers only the second request. */
    @Test
    @Timeout(20)
    void anAddressSeenFromOutsideIsAnnounced() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        InetAddress inside = InetAddress.getByName("127.0.0.9");
        try (DatagramSocket stun = new DatagramSocket(0, loopback);
                UdpEndpoint endpoint = UdpEndpoint.shared(List.of(inside), 0, List.of())) {
            Thread server = new Thread(() -> answerTheSecond(stun));
            server.start();
            UdpAddress local = endpoint.addresses().get(0);
            var mapped = StunQuery.mappedAddress(
                    inside, new java.net.InetSocketAddress(loopback, stun.getLocalPort()), new SecureRandom());
            assertThat(mapped).contains(InetAddress.getByName("203.0.113.7"));
            assertThat(endpoint.announce(mapped.orElseThrow(), local)).isTrue();
            assertThat(endpoint.announce(mapped.orElseThrow(), local)).isFalse();
            try (IceSession session = endpoint.open("test", new SilentListener())) {
                assertThat(session.localCandidates())
                        .extracting(IceCandidateLine::format)
                        .element(1)
                        .asString()
                        .endsWith(" 203.0.113.7 " + local.port() + " typ srflx raddr 0.0.0.0 rport 9");
                assertThat(session.localCandidates().get(1).priority())
                        .isLessThan(session.localCandidates().get(0).priority());
            }
            server.join();
        }
    }

    private static void answerTheSecond(DatagramSocket stun) {
        try {
            DatagramPacket question = new DatagramPacket(new byte[100], 100);
            stun.receive(question);
            stun.receive(question);
            byte[] id = Arrays.copyOfRange(question.getData(), 8, 20);
            byte[] address = {(byte) (203 ^ 0x21), 0x12, (byte) (113 ^ 0xA4), 7 ^ 0x42};
            byte[] answer = ByteBuffer.allocate(32)
                    .putShort((short) 0x0101)
                    .putShort((short) 12)
                    .putInt(0x2112A442)
                    .put(id)
                    .putShort((short) 0x20)
                    .putShort((short) 8)
                    .putShort((short) 1)
                    .putShort((short) 0)
                    .put(address)
                    .array();
            stun.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
