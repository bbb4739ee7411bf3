package org.ducksoup.stats.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.List;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.Run;
import org.ducksoup.stats.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log beside the recordings. */
class RunLogsTest {
    @TempDir
    Path data;

    @Test
    void holdsEverythingFromTheCreationOnAndNothingOfInteractionsThatNeverStart() throws IOException {
        RunLogs logs = new RunLogs(ZoneOffset.UTC, false);
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
