package org.ducksoup.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WallClockTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path directory;

    @AfterEach
    void forget() {
        System.clearProperty(WallClock.TEST_OFFSET);
    }

    private Path movable() throws IOException {
        Path offset = Files.writeString(directory.resolve("offset"), "0\n");
        System.setProperty(WallClock.TEST_OFFSET, offset.toString());
        return offset;
    }

    private static long behind(Instant early, Instant late) {
        return Duration.between(early, late).toMillis();
    }

    @Test
    void isTheSystemsOwnClock() {
        assertThat(WallClock.utc()).isEqualTo(Clock.systemUTC());
        assertThat(WallClock.in(ZoneOffset.ofHours(2)).getZone()).isEqualTo(ZoneOffset.ofHours(2));
    }

    @Test
    void testsCanStepIt() throws IOException {
        Path offset = movable();
        Clock wall = WallClock.utc();
        Instant before = wall.instant();
        Files.writeString(offset, "-3600000\n");
        assertThat(behind(wall.instant(), before)).isCloseTo(HOUR.toMillis(), within(10_000L));
    }
}
