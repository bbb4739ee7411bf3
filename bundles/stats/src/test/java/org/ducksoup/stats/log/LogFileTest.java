package org.ducksoup.stats.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.stats.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    private final List<String> warnings = new ArrayList<>();
    private final ByteArrayOutputStream disk = new ByteArrayOutputStream();
    private boolean full;
    private int opened;
    private long nanos;

    private final LogFile file =
            new LogFile(Path.of("ducksoup.log"), LogEntry::message, this::open, () -> nanos, warnings::add);

    private OutputStream open(Path path) {
        opened++;
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (full) {
                    throw new IOException("No space left on device");
                }
                disk.write(b);
            }
        };
    }

    private void write(String message) {
        file.write(entry(message));
    }

    private static LogEntry entry(String message) {
        return new LogEntry(LogLevel.INFO, Samples.NOW, "app", message, new LogProperties());
    }

    private String written() {
        return disk.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aFullDiskIsOneWarningAndNothingIsLost() {
        write("a");
        full = true;
        write("b");
        write("c");
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).contains("ducksoup.log", "No space left on device");

        nanos += LogFile.RETRY_AFTER.toNanos();
        write("d");
        assertThat(warnings).as("still the same trouble").hasSize(1);

        full = false;
        write("e");
        assertThat(written()).as("not before it is time").isEqualTo("a\n");
        nanos += LogFile.RETRY_AFTER.toNanos();
        write("f");
        assertThat(written()).isEqualTo("a\nb\nc\nd\ne\nf\n");
        assertThat(warnings).hasSize(2).last().asString().endsWith("entries lost: 0");
        assertThat(opened).isEqualTo(3);
    }

    /** Rotation by logrotate, with and without copytruncate. */
    @Test
    void goesOnInANewFileWhenTheOldOneIsMovedOrEmptied(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("duck.log");
        LogFile real = new LogFile(path, LogEntry::message, LogFile::append, () -> nanos, warnings::add);
        real.write(entry("a"));
        Files.move(path, directory.resolve("duck.log.1"));
        real.write(entry("b"));
        nanos += LogFile.LOOK_AFTER.toNanos();
        real.write(entry("c"));
        assertThat(directory.resolve("duck.log.1")).hasContent("a\nb\n");
        assertThat(path).hasContent("c\n");

        Files.copy(path, directory.resolve("duck.log.2"));
        Files.newOutputStream(path).close();
        nanos += LogFile.LOOK_AFTER.toNanos();
        real.write(entry("d"));
        assertThat(path).hasContent("d\n");
        real.close();
        assertThat(warnings).isEmpty();
    }

    @Test
    void keepsTheNewestOfWhatWaits() {
        full = true;
        for (int i = 0; i < LogFile.MAX_WAITING + 5; i++) {
            write(Integer.toString(i));
        }
        full = false;
        nanos += LogFile.RETRY_AFTER.toNanos();
        write("last");
        assertThat(written()).startsWith("6\n7\n").endsWith("\nlast\n");
        assertThat(warnings).last().asString().endsWith("entries lost: 6");
    }

    @Test
    void keepsNoMoreThanSomeMegabytes() {
        full = true;
        String line = "x".repeat(60_000);
        for (int i = 0; i < 200; i++) {
            write(line);
        }
        full = false;
        nanos += LogFile.RETRY_AFTER.toNanos();
        write("last");
        assertThat(written())
                .hasSizeLessThanOrEqualTo(LogFile.MAX_WAITING_BYTES)
                .endsWith("\nlast\n");
        assertThat(written()).hasSizeGreaterThan(LogFile.MAX_WAITING_BYTES - 100_000);
    }

    @Test
    void triesOnceMoreAtTheEnd() {
        full = true;
        write("a");
        full = false;
        file.close();
        assertThat(written()).isEqualTo("a\n");

        full = true;
        write("b");
        file.close();
        assertThat(warnings).last().asString().endsWith("entries lost: 1");
    }

    @Test
    void endsALineThatWasCutOff(@TempDir Path directory) throws IOException {
        Path path = Files.writeString(directory.resolve("ducksoup.log"), "{\"level\":\"inf");
        try (OutputStream stream = LogFile.append(path)) {
            stream.write("{}\n".getBytes(StandardCharsets.UTF_8));
        }
        try (OutputStream stream = LogFile.append(path)) {
            stream.write("{}\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Files.readAllLines(path)).containsExactly("{\"level\":\"inf", "{}", "{}");
    }
}
