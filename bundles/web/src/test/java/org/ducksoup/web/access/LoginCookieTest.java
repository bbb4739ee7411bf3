package org.ducksoup.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.ducksoup.web.page.Probes;
import org.ducksoup.web.page.RequestPath;
import org.junit.jupiter.api.Test;

class LoginCookieTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private Instant now = NOW;
    private final LoginCookie cookie = new LoginCookie(
            new Clock() {
                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            },
            () -> null);

    @Test
    void itIsGoodForADayAndOnlyUnchanged() {
        String header = cookie.header("/duck", false);
        assertThat(header)
                .startsWith("ducksoup-login=")
                .contains("; Path=/duck/; ")
                .contains("HttpOnly", "SameSite=Strict")
                .doesNotContain("Secure");
        assertThat(cookie.header("", true)).contains("; Path=/; ").endsWith("; Secure");
        String value = header.substring("ducksoup-login=".length(), header.indexOf(';'));
        assertThat(cookie.isValid(value)).isTrue();
        assertThat(cookie.isValid(null)).isFalse();
        assertThat(cookie.isValid("")).isFalse();
        assertThat(cookie.isValid("9999999999." + value.substring(value.indexOf('.') + 1)))
                .as("another end")
                .isFalse();
        assertThat(cookie.isValid(value.substring(0, value.length() - 1) + "x")).isFalse();
        assertThat(new LoginCookie(Clock.fixed(NOW, ZoneOffset.UTC), () -> null).isValid(value))
                .as("of another server")
                .isFalse();
        now = NOW.plus(Duration.ofHours(24));
        assertThat(cookie.isValid(value)).isFalse();
    }

    @Test
    void probesAreTwoPathsAndNoMore() {
        String[] objection = {"This server is full."};
        Probes probes = new Probes(() -> Optional.ofNullable(objection[0]));
        assertThat(probes.probe(new RequestPath("/health"))).contains(new Probes.Answer(200, "ok"));
        assertThat(probes.probe(new RequestPath("/ready"))).contains(new Probes.Answer(503, "This server is full."));
        objection[0] = null;
        assertThat(probes.probe(new RequestPath("/ready"))).contains(new Probes.Answer(200, "ok"));
        assertThat(probes.probe(new RequestPath("/health/x"))).isEqualTo(Optional.empty());
    }
}
