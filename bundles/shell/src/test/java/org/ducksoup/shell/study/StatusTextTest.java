package org.ducksoup.shell.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.operation.ParticipantPipeline;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    private static String printed(Consumer<PrintStream> what) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        what.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void oneLineForEachInteraction() {
        String list = printed(out -> StatusText.list(List.of(Study.waiting("first"), Study.running("second")), out));
        assertThat(list.lines().filter(line -> line.startsWith("first")).findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains("waiting", "of 5:00", "2 to come", "none"));
        assertThat(list.lines().filter(line -> line.startsWith("second")).findFirst())
                .hasValueSatisfying(
                        line -> assertThat(line).contains("running", "1:02 of 5:00", "ann, bob (away)", "muxed"));
        assertThat(printed(out -> StatusText.list(List.of(), out))).contains("no interaction");
    }

    /** A server that is alone has no such column. */
    @Test
    void theServerIsToldWhereThereAreSeveral() {
        String list = printed(out -> StatusText.list(
                List.of(Study.waiting("first"), Study.running("second").on("10.0.0.2:5701")), out));
        assertThat(list.lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains("Server"));
        assertThat(list.lines().filter(line -> line.startsWith("second")).findFirst())
                .hasValueSatisfying(line -> assertThat(line).endsWith("10.0.0.2:5701"));
        assertThat(printed(out -> StatusText.list(List.of(Study.waiting("first")), out)))
                .doesNotContain("Server");
        assertThat(printed(out -> StatusText.details(Study.running("second").on("10.0.0.2:5701"), out)))
                .contains("server       10.0.0.2:5701");
        assertThat(StatusDocument.of(Study.running("second").on("10.0.0.2:5701")))
                .containsEntry("server", "10.0.0.2:5701");
    }

    @Test
    void everythingAboutOne() {
        assertThat(printed(out -> StatusText.details(Study.running("room"), out)))
                .contains("https://lab.example", "2026-11-28 10:00:05 (UTC)", "pitch pitch=0.8 name=voice")
                .contains("voice.pitch=1.2");
        assertThat(printed(out -> StatusText.details(Study.waiting("room"), out)))
                .contains("not yet");
    }

    /** Pages choose the names and the effects. Escape sequences could rewrite what the operator has read. */
    @Test
    void controlCharactersDoNotReachTheTerminal() {
        assertThat(Printed.text("a\u001b[2Jb\u0007\u202ec\n\u00e9\uD83D\uDE00"))
                .isEqualTo("a?[2Jb??c?\u00e9\uD83D\uDE00");
    }

    @Test
    void timesAreMinutesAndSeconds() {
        assertThat(Printed.time(Duration.ofSeconds(5))).isEqualTo("0:05");
        assertThat(Printed.time(Duration.ofSeconds(3725))).isEqualTo("1:02:05");
    }

    @Test
    void theDocumentHasTheSame() {
        var document = StatusDocument.of(Study.running("room"));
        assertThat(document).containsEntry("state", "running").containsEntry("remaining", 61.5);
        assertThat(document.get("participants").toString())
                .contains("userId=ann", "presence=present", "connections=2", "controls={voice.pitch=1.2}");
        assertThat(StatusDocument.of(Study.waiting("room"))).containsEntry("startedAt", null);
    }

    @Test
    void pipelinesAsTextAndAsPictures() {
        List<ParticipantPipeline> pipelines = List.of(
                new ParticipantPipeline(
                        "ann",
                        new PipelineDescription(
                                MediaKind.AUDIO, "running", "appsrc\n! pitch\u001b[2J\n", "digraph {\n}\n")),
                new ParticipantPipeline("ann", new PipelineDescription(MediaKind.VIDEO, "lost", "appsrc\n", "")));
        assertThat(printed(out -> PipelineDocument.print(pipelines, out)))
                .isEqualToNormalizingNewlines(
                        "ann, audio: running\n  appsrc\n  ! pitch?[2J\nann, video: lost\n  appsrc\n");
        assertThat(printed(out -> PipelineDocument.printGraphs(pipelines, out)))
                .isEqualToNormalizingNewlines("digraph {\n}\n");
        assertThat(printed(out -> PipelineDocument.print(List.of(), out))).contains("There is no pipeline");
        assertThat(PipelineDocument.of(pipelines.get(0)))
                .containsEntry("userId", "ann")
                .containsEntry("kind", "audio")
                .containsEntry("state", "running")
                .containsEntry("graph", "digraph {\n}\n");
    }
}
