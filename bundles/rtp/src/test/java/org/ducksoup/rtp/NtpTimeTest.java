package org.ducksoup.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NtpTimeTest {

    /** The sender report of RFC 3550 section 6.4.1, figure 2. */
    private static final long FIGURE = 0xb44db705_20000000L;

    @Test
    void agreesWithTheFigureInRfc3550() {
        Instant sent = Instant.parse("1995-11-10T11:33:25.125Z");
        assertThat(NtpTime.of(sent)).isEqualTo(FIGURE);
        assertThat(NtpTime.instant(FIGURE)).isEqualTo(sent);
        assertThat(NtpTime.compact(FIGURE)).isEqualTo(0xb7052000);
        assertThat(NtpTime.compact(NtpTime.of(Instant.parse("1995-11-10T11:33:36.5Z"))))
                .isEqualTo(0xb7108000);
    }

    @Test
    void knowsTheEpochs() {
        assertThat(NtpTime.of(Instant.EPOCH)).isEqualTo(2_208_988_800L << 32);
        assertThat(NtpTime.of(Instant.parse("1900-01-01T00:00:00Z"))).isZero();
        Instant rollover = Instant.parse("2036-02-07T06:28:16Z");
        assertThat(NtpTime.of(rollover.minusNanos(1)) >>> 32).isEqualTo(0xffffffffL);
        assertThat(NtpTime.of(rollover)).isZero();
        assertThat(NtpTime.instant(0)).isEqualTo(rollover);
        assertThat(NtpTime.instant(0x80000000_00000000L)).isEqualTo(Instant.parse("1968-01-20T03:14:08Z"));
    }

    @Test
    void everyNanosecondComesBack() {
        Random random = new Random(5905);
        for (int i = 0; i < 10_000; i++) {
            Instant instant = Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE), random.nextInt(1_000_000_000));
            assertThat(NtpTime.instant(NtpTime.of(instant))).isEqualTo(instant);
        }
        Instant last = Instant.ofEpochSecond(1, 999_999_999);
        assertThat(NtpTime.instant(NtpTime.of(last))).isEqualTo(last);
    }
}
