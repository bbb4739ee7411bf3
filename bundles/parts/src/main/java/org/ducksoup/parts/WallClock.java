package org.ducksoup.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The machine's wall clock. NTP, an operator or a virtual machine that resumes may step it at any time, so nothing may
 * measure with it.
 *
 * <p>Tests step it in a running server: the system property {@value #TEST_OFFSET} names a file with the milliseconds to
 * add. Without the property, which is read when a clock is made, that clock is the system's
 * own.
 */
public final class WallClock extends Clock {
    static final String TEST_OFFSET = "ducksoup.test.wallClock";

    private final Clock system;
    private final Path offset;

    private WallClock(Clock system, Path offset) {
        this.system = system;
        this.offset = offset;
    }

    public static Clock utc() {
        return in(ZoneOffset.UTC);
    }

    public static Clock in(ZoneId zone) {
        String file = System.getProperty(TEST_OFFSET);
        Clock system = Clock.system(zone);
        return file == null ? system : new WallClock(system, Path.of(file));
    }

    @Override
    public ZoneId getZone() {
        return system.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new WallClock(system.withZone(zone), offset);
    }

    @Override
    public Instant instant() {
        try {
            return system.instant()
                    .plus(Duration.ofMillis(
                            Long.parseLong(Files.readString(offset).strip())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
