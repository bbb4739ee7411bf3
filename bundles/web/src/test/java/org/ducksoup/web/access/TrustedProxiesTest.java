package org.ducksoup.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {
    private final TrustedProxies proxies = new TrustedProxies("127.0.0.1", "172.16.0.0/12", "2001:db8::/32");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9  | 198.51.100.1                | 203.0.113.9   | a stranger's word does not count",
                "127.0.0.1    | 198.51.100.1                | 198.51.100.1  | the proxy's does",
                "172.31.2.3   | 10.9.9.9, 198.51.100.1      | 198.51.100.1  | the last address, not what the client wrote itself",
                "172.31.2.3   | 198.51.100.1, 172.16.0.9    | 198.51.100.1  | a chain of trusted proxies",
                "172.32.0.1   | 198.51.100.1                | 172.32.0.1    | beside the network",
                "127.0.0.1    | unknown                     | 127.0.0.1     | no address",
                "127.0.0.1    | 198.51.100.1, lab.example   | 127.0.0.1     | a name behind the client",
                "127.0.0.1    | 172.16.0.1                  | 127.0.0.1     | only proxies",
                "2001:db8::1  | 2001:db9::7                 | 2001:db9::7   | IPv6"
            })
    void findsTheClient(String remote, String forwardedFor, String client, String why) {
        assertThat(proxies.clientOf(remote, List.of(), List.of(forwardedFor)))
                .as(why)
                .isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=198.51.100.1;proto=https                 | 198.51.100.1",
                "for=10.9.9.9, for=198.51.100.1:4711;by=x      | 198.51.100.1",
                "For=\"[2001:db9::7]:4711\"                     | 2001:db9::7",
                "proto=https                                   | 127.0.0.1",
                "for=10.9.9.9, for=unknown                     | 127.0.0.1",
                "for=10.9.9.9, for=_hidden                     | 127.0.0.1",
                "for=10.9.9.9, for=\"_SEVKISEK\"               | 127.0.0.1",
                "for=10.9.9.9, for=                            | 127.0.0.1"
            })
    void readsTheStandardHeader(String forwarded, String client) {
        assertThat(proxies.clientOf("127.0.0.1", List.of(forwarded), List.of("203.0.113.200")))
                .isEqualTo(client);
    }

    @Test
    void withoutProxiesNobodysWordCounts() {
        assertThat(new TrustedProxies().clientOf("127.0.0.1", List.of("for=198.51.100.1"), List.of("198.51.100.1")))
                .isEqualTo("127.0.0.1");
    }

    /** HAProxy adds a line of its own behind the client's. */
    @Test
    void theLastLineIsTheProxys() {
        assertThat(proxies.clientOf("127.0.0.1", List.of(), List.of("10.9.9.9", "198.51.100.1")))
                .isEqualTo("198.51.100.1");
        assertThat(proxies.clientOf("127.0.0.1", List.of("for=10.9.9.9", "for=198.51.100.1"), List.of()))
                .isEqualTo("198.51.100.1");
    }
}
