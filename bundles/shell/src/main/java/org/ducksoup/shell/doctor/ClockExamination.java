package org.ducksoup.shell.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The machine's wall clock, which dates the runs. */
final class ClockExamination implements Examination {
    /** No version of this server is older. */
    private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

    private static final List<String> ASK = List.of("timedatectl", "show", "--property=NTPSynchronized", "--value");
    private static final int PATIENCE_SECONDS = 2;

    private final InstantSource clock;

    ClockExamination(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String area() {
        return "clock";
    }

    @Override
    public List<Diagnosis> examine() throws InterruptedException {
        return List.of(of(synchronization()));
    }

    /** @param synchronization {@code yes}, {@code no}, or anything else if it is not known */
    Diagnosis of(String synchronization) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String what = "It is " + now + " (UTC)";
        String remedy =
                "Set the clock and have it synchronised (NTP), so that runs of several machines can be compared.";
        if (now.isBefore(EARLIEST)) {
            return Diagnosis.error(area(), what + ", which cannot be.", remedy);
        }
        return switch (synchronization) {
            case "yes" -> Diagnosis.ok(area(), what + ", and the clock is synchronised.");
            case "no" -> Diagnosis.warning(area(), what + ", and the clock is not synchronised.", remedy);
            default -> Diagnosis.ok(area(), what + "; whether the clock is synchronised is not known here.");
        };
    }

    private static String synchronization() throws InterruptedException {
        try {
            Process asked = new ProcessBuilder(ASK).redirectErrorStream(true).start();
            try {
                return asked.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && asked.exitValue() == 0
                        ? new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip()
                        : "";
            } finally {
                asked.destroyForcibly();
            }
        } catch (IOException e) {
            return ""; // containers do not have it
        }
    }
}
