package org.ducksoup.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IceCandidateLineTest {
    @Test
    void readsAndWrites() {
        String text = "candidate:1467250027 1 udp 2122260223 192.0.2.2 57215 typ host";
        IceCandidateLine line =
                IceCandidateLine.parse(text + " generation 0 network-id 1").orElseThrow();
        assertThat(line.address().getHostAddress()).isEqualTo("192.0.2.2");
        assertThat(line.port()).isEqualTo(57215);
        assertThat(line.priority()).isEqualTo(2122260223L);
        assertThat(line.type()).isEqualTo("host");
        assertThat(line.format()).isEqualTo(text);
        assertThat(IceCandidateLine.parse(line.format())).contains(line);
    }

    @Test
    void readsIpv6AndUpperCase() {
        assertThat(IceCandidateLine.parse("a 1 UDP 1 2001:db8::7 5 typ srflx"))
                .hasValueSatisfying(
                        line -> assertThat(line.address().getHostAddress()).isEqualTo("2001:db8:0:0:0:0:0:7"));
    }

    /** An address of this machine's own has a zone in Java. RFC 8839 allows none, and pion refuses the whole offer for it. */
    @Test
    void writesNoZone() throws Exception {
        byte[] address = InetAddress.getByName("fd00::2").getAddress();
        InetAddress zoned = Inet6Address.getByAddress(null, address, 1);
        assertThat(zoned.getHostAddress()).contains("%");
        assertThat(new IceCandidateLine("a", 1, zoned, 5, "host").format())
                .isEqualTo("candidate:a 1 udp 1 fd00:0:0:0:0:0:0:2 5 typ host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "candidate:",
                "candidate:1 1 udp 2122194687 6c6b1b57-8a5e-4a8e-9f87-5f4d7ac2f0a2.local 46154 typ host",
                "candidate:1 1 tcp 1518280447 192.0.2.2 9 typ host tcptype active",
                "candidate:1 2 udp 1 192.0.2.2 9 typ host",
                "candidate:1 1 udp 1 192.0.2.2 0 typ host",
                "candidate:1 1 udp 1 192.0.2.2 65536 typ host",
                "candidate:1 1 udp 0 192.0.2.2 9 typ host",
                "candidate:1 1 udp 4294967296 192.0.2.2 9 typ host",
                "candidate:1 1 udp x 192.0.2.2 9 typ host",
                "candidate:1 1 udp 1 192.0.2.2.2.2 9 typ host",
                "candidate:1 1 udp 1 999.1.1.1 9 typ host",
                "candidate:1 1 udp 1 ::::: 9 typ host",
                "candidate:1 1 udp 1 example.org 9 typ host",
                "candidate:1 1 udp 1 [::1] 9 typ host",
                "candidate:1 1 udp 1 192.0.2.2 9 type host",
                "nonsense"
            })
    void ignoresWhatCannotBeUsed(String text) {
        // A name would be looked up, and a look-up takes seconds.
        Assertions.assertTimeout(Duration.ofMillis(500), () -> assertThat(IceCandidateLine.parse(text))
                .isEmpty());
    }

    /** Even where a look-up fails at once, thousands of them take seconds. */
    @Test
    void neverLooksUpNumbersThatAreNoAddress() {
        Assertions.assertTimeout(Duration.ofSeconds(2), () -> {
            for (int i = 0; i < 3000; i++) {
                for (String address :
                        new String[] {i + ".1.2.3.4", "1." + (256 + i), "300." + i + ".1.1", "." + i + ":"}) {
                    assertThat(IceCandidateLine.parse("candidate:1 1 udp 1 " + address + " 9 typ host"))
                            .isEmpty();
                }
            }
        });
    }

    @Test
    void survivesMutations() {
        Random random = new Random(8839);
        String seed = "candidate:1467250027 1 udp 2122260223 192.0.2.2 57215 typ host";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(seed);
            for (int n = 0; n < 3; n++) {
                text.setCharAt(random.nextInt(text.length()), "0123456789abcdef:. \u00e9%".charAt(random.nextInt(21)));
            }
            IceCandidateLine.parse(text.toString());
        }
        assertThat(IceCandidateLine.parse("x".repeat(100_000))).isEmpty();
    }
}
