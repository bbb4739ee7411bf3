package org.ducksoup.stats.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.ducksoup.stats.Samples;
import org.junit.jupiter.api.Test;

/** What is written to the log while its disk hangs. */
class LogFileThreadTest {
    private final HangingFile disk = new HangingFile();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final LogFileThread log = new LogFileThread(
            new LogFile(
                    Path.of("ducksoup.log"),
                    entry -> entry.message() + entry.properties().asMap(),
                    disk::open,
                    nanos::get,
                    warnings::add),
            Clock.fixed(Samples.NOW, ZoneOffset.UTC),
            nanos::get,
            warnings::add);

    private void write(String message) {
        log.write(new LogEntry(LogLevel.INFO, Samples.NOW, "app", message, new LogProperties()));
    }

    private List<String> lines() {
        return disk.written().lines().toList();
    }

    @Test
    void whatComesMeanwhileIsWrittenWhenTheDiskAnswers() throws InterruptedException {
        disk.hang();
        write("a");
        disk.awaitReached();
        write("b");
        nanos.addAndGet(LogFileThread.HANGS_AFTER.toNanos());
        assertThat(warnings).isEmpty();
        write("c");
        write("d");
        assertThat(warnings).singleElement().asString().contains("ducksoup.log does not answer");
        disk.answer();
        log.close();
        assertThat(lines()).containsExactly("a{}", "b{}", "c{}", "d{}");
        assertThat(warnings).hasSize(2).last().asString().endsWith("entries lost: 0");
    }

    @Test
    void theNewestWaitAndTheFileSaysWhatIsLost() throws InterruptedException {
        disk.hang();
        write("first");
        disk.awaitReached();
        for (int i = 0; i < LogFile.MAX_WAITING + 7; i++) {
            write(Integer.toString(i));
        }
        disk.answer();
        log.close();
        assertThat(lines())
                .hasSize(2 + LogFile.MAX_WAITING)
                .startsWith(
                        "first{}", "log_lines_lost{value=7, unit=lines, cause=the disk did not answer}", "7{}", "8{}");
    }

    @Test
    void someMegabytesWait() throws InterruptedException {
        disk.hang();
        write("first");
        disk.awaitReached();
        for (int i = 0; i < 200; i++) {
            write("x".repeat(60_000));
        }
        disk.answer();
        log.close();
        assertThat(disk.written().length())
                .isBetween(LogFile.MAX_WAITING_BYTES - 60_000, LogFile.MAX_WAITING_BYTES + 200);
    }

    /** Whether there is room on the disk, for one. */
    @Test
    void questionsToTheDiskComeBeforeTheLinesThatWait() throws InterruptedException {
        disk.hang();
        write("a");
        disk.awaitReached();
        write("b");
        CountDownLatch asked = new CountDownLatch(1);
        log.execute(() -> {
            assertThat(lines()).containsExactly("a{}");
            asked.countDown();
        });
        log.execute(() -> {
            throw new IllegalStateException("a bug, as this test wants it");
        });
        disk.answer();
        asked.await();
        log.close();
        assertThat(lines()).containsExactly("a{}", "b{}");
        assertThat(warnings).singleElement().asString().contains("a bug");
    }

    @Test
    void theEndDoesNotWaitForEver() throws InterruptedException {
        disk.hang();
        write("a");
        disk.awaitReached();
        write("b");
        log.close();
        assertThat(warnings).singleElement().asString().endsWith("entries lost if it never does: 1");
        disk.answer();
    }
}
