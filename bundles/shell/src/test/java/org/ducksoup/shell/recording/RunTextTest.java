package org.ducksoup.shell.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.RecordedRun;
import org.ducksoup.api.operation.RunVerification;
import org.ducksoup.api.operation.RunVerification.Finding;
import org.ducksoup.api.operation.RunVerification.VerifiedFile;
import org.ducksoup.api.operation.SalvagedRun;
import org.junit.jupiter.api.Test;

/** Recorded runs as tables and as JSON. */
class RunTextTest {
    private static final RecordedRun TALK = new RecordedRun(
            "0123456789ab",
            "study/talk/20261128-100005.000-0123456789ab",
            "study",
            "talk",
            RecordedRun.State.COMPLETE,
            Instant.parse("2026-11-28T10:00:05.123Z"),
            Duration.ofMillis(300_500),
            "muxed",
            "stopped",
            List.of("page_hidden", "effect_lost", "page_hidden"),
            2,
            5 << 20);
    private static final RecordedRun LEFT = new RecordedRun(
            "notes", "notes", "", "", RecordedRun.State.UNREADABLE, null, Duration.ZERO, "", null, List.of(), 0, 0);
    private static final VerifiedFile FILE = new VerifiedFile(
            "recordings/ann-dry.mkv", 5 << 20, Duration.ofMillis(22), Duration.ofMillis(299_900), List.of("opus"), 3);

    private static String printed(Consumer<PrintStream> what) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        what.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void oneLineForEachRun() {
        List<String> lines =
                printed(out -> RunText.list(List.of(TALK, LEFT), out)).lines().toList();
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("0123456789ab")
                        .contains("study/talk", "2026-11-28 10:00:05", "5:01", "complete", "stopped")
                        .contains("5.0", "1 effect_lost, 2 page_hidden"))
                .anySatisfy(line -> assertThat(line).startsWith("notes").contains("unknown", "unreadable"));
        assertThat(printed(out -> RunText.list(List.of(), out))).contains("Nothing has been recorded");
        assertThat(RunDocument.of(TALK))
                .containsEntry("length", 300.5)
                .containsEntry("startedAt", "2026-11-28T10:00:05.123Z")
                .containsEntry("incidents", List.of("page_hidden", "effect_lost", "page_hidden"));
        assertThat(RunDocument.of(LEFT)).containsEntry("startedAt", null).containsEntry("endReason", null);
    }

    @Test
    void whatIsWrongAndWhatToDo() {
        RunVerification wrong = new RunVerification(
                TALK,
                List.of(FILE),
                List.of(
                        new Finding(true, null, "The run\u001b[2J is wrong.", "Look."),
                        new Finding(false, "recordings/notes.txt", "It was added.", "Move it.")));
        assertThat(printed(out -> RunText.verification(wrong, out)))
                .contains("recordings/ann-dry.mkv", "0.022 s", "299.900 s")
                .contains("ERROR\n  The run?[2J is wrong.\n  Look.")
                .contains("WARNING recordings/notes.txt\n  It was added.\n  Move it.")
                .contains("1 error in 1 file.");
        Map<String, Object> json = RunDocument.of(wrong);
        assertThat(json).containsEntry("passed", false);
        assertThat(json.get("files").toString()).contains("offset=0.022", "duration=299.9", "tracks=[opus]", "gaps=3");
        assertThat(json.get("findings").toString()).contains("error=true, file=null", "remedy=Move it.");
    }

    @Test
    void whatWasCompletedAndWhatCouldNot() {
        SalvagedRun run = new SalvagedRun("study/talk", List.of("recordings/a.mkv"), 3, List.of("b.mkv\u001b: gone"));
        assertThat(printed(out -> RunText.salvaged(List.of(run), out)))
                .isEqualToNormalizingNewlines("study/talk\n  finished recordings/a.mkv\n  3 files were whole\n"
                        + "  problem: b.mkv?: gone\n1 run salvaged\n");
        assertThat(printed(out -> RunText.salvaged(List.of(), out))).contains("nothing is unfinished");
        assertThat(RunDocument.of(run))
                .containsEntry("directory", "study/talk")
                .containsEntry("completed", List.of("recordings/a.mkv"))
                .containsEntry("whole", 3)
                .containsEntry("problems", List.of("b.mkv\u001b: gone"));
    }

    @Test
    void whatCanBeTyped() {
        assertThat(RunChoice.names(List.of(LEFT, TALK, TALK))).containsExactly("", "talk");
        assertThat(RunChoice.unfinished(List.of(LEFT, TALK))).containsExactly("notes");
    }

    @Test
    void nothingIsWrong() {
        RunVerification right = new RunVerification(TALK, List.of(FILE, FILE), List.of());
        assertThat(printed(out -> RunText.verification(right, out))).contains("2 files as recorded");
        assertThat(RunDocument.of(right)).containsEntry("passed", true);
    }

    @Test
    void theRunsOfOneInteractionOrTheNewest() throws Exception {
        List<RecordedRun> all = List.of(LEFT, TALK);
        assertThat(RunChoice.of(all, null, 0)).isEqualTo(all);
        assertThat(RunChoice.of(all, null, 1)).containsExactly(TALK);
        assertThat(RunChoice.of(all, null, 9)).isEqualTo(all);
        assertThat(RunChoice.of(all, "talk", 0)).containsExactly(TALK);
        assertThat(RunChoice.of(all, "study/talk", 0)).containsExactly(TALK);
        assertThatThrownBy(() -> RunChoice.of(all, "walk", 0))
                .isInstanceOf(OperationException.class)
                .hasMessageContainingAll("walk", "2 runs");
        assertThatThrownBy(() -> RunChoice.of(all, null, -1)).hasMessageContaining("0 or more");
    }

    @Test
    void withoutTheBundleTheCommandSaysSo() {
        assertThatThrownBy(() -> new Archive().recordings()).hasMessageContaining("org.ducksoup.recording");
    }
}
