package org.ducksoup.stats.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.InteractionEvent.Run;
import org.ducksoup.api.interaction.ParticipantSession.ClientLog;
import org.ducksoup.stats.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log beside the recordings. */
class RunLogsTest {
    static final RunLogs.Limits LIMITS = new RunLogs.Limits(1 << 20, 0);

    @TempDir
    Path data;

    private static InteractionEvent line(int chars) {
        return new InteractionEvent.ClientLogged(Samples.WHOLE, new ClientLog("ext_x", "x".repeat(chars)));
    }

    private InteractionEvent opened() {
        return new InteractionEvent.RunOpened(
                Samples.WHOLE, new Run("0123456789ab", data, data.resolve("run"), "muxed", true, Samples.STARTED));
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(data.resolve("run").resolve(RunLogs.NAME));
    }

    /** A client that floods alone in an interaction, which waits for others. */
    @Test
    void whatWaitsForTheStartIsBoundedAndTheFileSaysSo() throws IOException {
        RunLogs logs = new RunLogs(ZoneOffset.UTC, false, LIMITS);
        logs.onEvent(new InteractionEvent.InteractionCreated(Samples.WHOLE));
        for (int i = 0; i < 1000; i++) {
            logs.onEvent(line(60_000));
        }
        logs.onEvent(new InteractionEvent.InteractionStarted(Samples.WHOLE));
        logs.onEvent(opened());
        logs.close();
        assertThat(lines()).hasSize(1 + 13 + 1 + 1 + 1);
        assertThat(lines().get(14)).contains("\"interaction_started\"");
        assertThat(lines().get(15)).contains("987 events before the start were left out");
    }

    @Test
    void allThatWaitTogetherAreBoundedAndThoseThatGoMakeRoom() {
        EarlyEvents.Total total = new EarlyEvents.Total();
        List<EarlyEvents> waiting = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            EarlyEvents early = new EarlyEvents(total);
            for (int j = 0; j < 12; j++) {
                early.add(line(60_000));
            }
            waiting.add(early);
        }
        assertThat(waiting.get(0).leftOut()).isZero();
        assertThat(waiting.get(39).leftOut()).isEqualTo(12);
        waiting.get(0).clear();
        waiting.get(39).add(line(60_000));
        assertThat(waiting.get(39).leftOut()).isEqualTo(12);
    }

    @Test
    void linesOfClientsFillNoDisk() throws IOException {
        RunLogs logs = new RunLogs(ZoneOffset.UTC, false, LIMITS);
        logs.onEvent(new InteractionEvent.InteractionCreated(Samples.WHOLE));
        logs.onEvent(opened());
        for (int i = 0; i < 1000; i++) {
            logs.onEvent(line(60_000));
        }
        logs.onEvent(new InteractionEvent.InteractionStarted(Samples.WHOLE));
        logs.close();
        assertThat(Files.size(data.resolve("run").resolve(RunLogs.NAME))).isLessThan(1_100_000);
        assertThat(lines())
                .filteredOn(line -> line.contains("maxClientLogMebibytes"))
                .hasSize(1);
        assertThat(lines()).last().asString().contains("\"interaction_started\"");
    }

    @Test
    void whenTheDiskIsNearlyFullClientsStopFirst() throws IOException {
        RunLogs logs = new RunLogs(ZoneOffset.UTC, false, new RunLogs.Limits(1 << 20, Long.MAX_VALUE));
        logs.onEvent(new InteractionEvent.InteractionCreated(Samples.WHOLE));
        logs.onEvent(opened());
        logs.onEvent(line(10));
        logs.onEvent(new InteractionEvent.InteractionStarted(Samples.WHOLE));
        logs.close();
        assertThat(lines()).hasSize(4);
        assertThat(lines().get(2)).contains("the disk is nearly full");
    }

    /** The stats bundle is updated during a call: the next version hears what happened, and the file goes on. */
    @Test
    void theFileOfARunningInteractionGoesOnInTheNextVersion() throws IOException {
        List<InteractionEvent> before = List.of(
                new InteractionEvent.InteractionCreated(Samples.WHOLE),
                opened(),
                new InteractionEvent.InteractionStarted(Samples.WHOLE),
                line(10));
        RunLogs old = new RunLogs(ZoneOffset.UTC, true, LIMITS);
        before.forEach(old::onEvent);
        old.close();
        List<String> then = lines();
        RunLogs next = new RunLogs(ZoneOffset.UTC, true, LIMITS);
        before.forEach(next::onEarlierEvent);
        assertThat(lines()).isEqualTo(then);
        next.onEvent(line(20));
        next.onEvent(new InteractionEvent.InteractionEnded(Samples.WHOLE, EndReason.DURATION_REACHED, Map.of()));
        next.onEvent(new InteractionEvent.InteractionDeleted(Samples.WHOLE));
        assertThat(lines()).startsWith(then.toArray(String[]::new)).hasSize(4 + 3);
        assertThat(data.resolve("run").resolve(RunReport.NAME)).content().contains("duration reached");
        next.close();
    }

    @Test
    void holdsEverythingFromTheCreationOnAndNothingOfInteractionsThatNeverStart() throws IOException {
        RunLogs logs = new RunLogs(ZoneOffset.UTC, false, LIMITS);
        Path run = data.resolve("run");
        logs.onEvent(new InteractionEvent.InteractionCreated(Samples.WHOLE));
        assertThat(data).isEmptyDirectory();
        logs.onEvent(new InteractionEvent.RunOpened(
                Samples.WHOLE, new Run("0123456789ab", data, run, "muxed", true, Samples.STARTED)));
        logs.onEvent(new InteractionEvent.InteractionStarted(Samples.WHOLE));
        logs.onEvent(new InteractionEvent.InteractionDeleted(Samples.WHOLE));
        logs.onEvent(new InteractionEvent.InteractionStarted(Samples.WHOLE));
        Path file = run.resolve(RunLogs.NAME);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).contains("\"interaction_created\"");
        assertThat(lines.get(1)).contains("\"run_opened\"");
        assertThat(lines.get(3)).contains("\"interaction_deleted\"");
        assertThat(run.resolve(RunReport.NAME)).as("not asked for").doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        logs.close();
    }
}
