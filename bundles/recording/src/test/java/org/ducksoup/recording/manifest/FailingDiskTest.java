package org.ducksoup.recording.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.InteractionEvent.Scope;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.recording.Probe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk takes no manifest for a while, or there is too much for it. */
class FailingDiskTest {
    private static final Instant STARTED = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path data;

    private final VirtualThread disk = new VirtualThread();
    private final VirtualThread checksums = new VirtualThread();
    private final ManifestObserver observer = new ManifestObserver(disk, checksums);

    private Path run(String name) {
        return data.resolve("study").resolve(name).resolve("20261122-120000.000-0123456789ab");
    }

    private void advance(Duration time) {
        disk.advance(time);
        checksums.advance(time);
    }

    private static Scope at(double seconds, String name) {
        return new Scope(
                STARTED.plusMillis((long) (seconds * 1000)),
                new InteractionKey("https://lab.example", "study", name),
                null,
                STARTED,
                STARTED);
    }

    private void begin(String name) {
        observer.onEvent(new InteractionEvent.InteractionCreated(at(0, name)));
        observer.onEvent(new InteractionEvent.RunOpened(
                at(0, name), new InteractionEvent.Run("0123456789ab", data, run(name), "muxed", true, STARTED)));
        observer.onEvent(new InteractionEvent.InteractionStarted(at(0, name)));
    }

    private void end(String name) {
        observer.onEvent(new InteractionEvent.InteractionEnded(at(60, name), EndReason.DURATION_REACHED, Map.of()));
        observer.onEvent(new InteractionEvent.InteractionDeleted(at(60, name)));
    }

    private void control(double seconds, String name) {
        observer.onEvent(new InteractionEvent.EffectControlled(
                at(seconds, name),
                new EffectControl("voice", "pitch", new PropertyValue.FloatValue(1.5f), Duration.ZERO, null),
                null));
    }

    /** Until {@link #work}, each attempt to write this run's manifest fails. */
    private void fail(String name) throws IOException {
        Files.createDirectories(run(name).resolve("manifest.json.new/in the way"));
    }

    private void work(String name) throws IOException {
        Files.delete(run(name).resolve("manifest.json.new/in the way"));
        Files.delete(run(name).resolve("manifest.json.new"));
    }

    private String state(String name) throws IOException {
        return ManifestFile.read(run(name)).path("state").asText();
    }

    @Test
    void aManifestThatTheDiskDoesNotTakeAtTheEndIsWrittenWhenItDoes() throws IOException {
        begin("room");
        advance(SECOND);
        fail("room");
        end("room");
        advance(Duration.ofSeconds(100));
        assertThat(state("room")).isEqualTo("unfinished");
        assertThat(OpenRuns.contains(run("room")))
                .as("nobody else completes it")
                .isTrue();
        assertThat(checksums.next()).isLessThanOrEqualTo(Duration.ofSeconds(30));
        work("room");
        advance(Duration.ofSeconds(30));
        assertThat(state("room")).isEqualTo("complete");
        assertThat(ManifestFile.read(run("room")).at("/interaction/endReason").asText())
                .isEqualTo("duration_reached");
        assertThat(OpenRuns.contains(run("room"))).isFalse();
        assertThat(checksums.waiting()).as("it is tried again no more").isZero();
        observer.close();
    }

    /** The disk was full when the run began, so its directory could not be made either. */
    @Test
    void aManifestThatCouldNotBeCreatedIsWrittenLater() throws IOException {
        Files.writeString(data.resolve("study"), "a file in the place of the directory");
        begin("room");
        advance(SECOND);
        Files.delete(data.resolve("study"));
        observer.onEvent(new InteractionEvent.InteractionServedBy(at(5, "room"), Map.of("sfu", "1.0.0")));
        advance(SECOND);
        assertThat(state("room")).isEqualTo("unfinished");
        end("room");
        observer.close();
        assertThat(state("room")).isEqualTo("complete");
    }

    /** Nothing else happens afterwards that would have to be written. */
    @Test
    void aChangeThatTheDiskDidNotTakeIsWrittenAgain() throws IOException {
        begin("room");
        advance(SECOND);
        fail("room");
        control(5, "room");
        advance(SECOND);
        work("room");
        for (int second = 6; second < 40; second++) {
            observer.onEvent(new InteractionEvent.OutboundBitrate(
                    at(second, "room"),
                    org.ducksoup.api.media.MediaKind.AUDIO,
                    new org.ducksoup.api.media.Bitrate(1000)));
        }
        advance(SECOND);
        assertThat(ManifestFile.read(run("room")).path("controls")).hasSize(1);
        observer.close();
    }

    @Test
    void aRunThatFailsUntilTheServerEndsDoesNotKeepTheOthers() throws IOException {
        List<String> rooms = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            rooms.add("room-" + i);
            begin("room-" + i);
            advance(SECOND);
            fail("room-" + i);
            end("room-" + i);
        }
        advance(SECOND);
        work("room-3");
        observer.close();
        for (String room : rooms) {
            assertThat(state(room)).as(room).isEqualTo(room.equals("room-3") ? "complete" : "unfinished");
            assertThat(OpenRuns.contains(run(room))).as("salvage completes it").isFalse();
        }
    }

    /** Hours of pictures take minutes to read, and a run that begins meanwhile needs its manifest at once. */
    @Test
    void whileChecksumsAreMadeOtherManifestsAreWritten() throws IOException {
        begin("long");
        end("long");
        begin("next");
        disk.advance(SECOND);
        assertThat(state("next")).isEqualTo("unfinished");
        assertThat(state("long")).isEqualTo("unfinished");
        assertThat(ManifestFile.read(run("long")).at("/interaction/endReason").asText())
                .as("a crash before the checksums are made leaves it")
                .isEqualTo("duration_reached");
        checksums.advance(SECOND);
        assertThat(state("long")).isEqualTo("complete");
        observer.close();
    }

    /** A directory lies in the place of the index. */
    @Test
    void aFileThatCannotBeReadIsListedWithItsErrorAndKeepsNoOther() throws IOException {
        begin("room");
        Path recordings = Files.createDirectories(run("room").resolve("recordings"));
        Files.writeString(recordings.resolve("a-dry.mkv"), "dear diary");
        Files.writeString(recordings.resolve("b-sizes.csv"), "kind,bytes");
        Files.createDirectories(run("room").resolve("index/a-dry.mkv.csv"));
        end("room");
        observer.close();
        ObjectNode manifest = ManifestFile.read(run("room"));
        assertThat(manifest.path("state").asText()).isEqualTo("complete");
        assertThat(manifest.path("files").findValuesAsText("path"))
                .containsExactly("recordings/a-dry.mkv", "recordings/b-sizes.csv");
        assertThat(manifest.at("/files/0/error").asText()).contains("directory");
        assertThat(manifest.at("/files/0/bytes").asInt()).isEqualTo(10);
    }

    /** Two hundred controls a second, for half an hour. */
    @Test
    void controlsCannotFillTheMemory() throws IOException {
        begin("room");
        for (int i = 0; i < 360_000; i++) {
            control(i / 200.0, "room");
        }
        advance(SECOND);
        end("room");
        observer.close();
        ObjectNode manifest = ManifestFile.read(run("room"));
        assertThat(manifest.path("controls")).hasSize(20_000);
        assertThat(manifest.at("/controls/19999/time").asDouble())
                .as("the first ones are kept")
                .isEqualTo(99.995);
        assertThat(manifest.path("controlsLeftOut").asLong()).isEqualTo(340_000);
        manifest.withObject("/software").putObject("processing");
        assertThat(ManifestSchema.problems(manifest)).isEmpty();
    }

    @Test
    void aLargeManifestIsWrittenLessOften() {
        begin("room");
        advance(SECOND);
        int small = 0;
        for (int second = 2; second < 40; second += 2) {
            control(second, "room");
            small += disk.waiting();
            advance(SECOND);
        }
        assertThat(small).as("writes of a small one").isEqualTo(19);
        for (int i = 0; i < 20_000; i++) {
            control(40, "room");
        }
        advance(SECOND);
        int large = 0;
        for (int second = 42; second < 80; second += 2) {
            control(second, "room");
            large += disk.waiting();
            advance(SECOND);
        }
        assertThat(large).as("writes of a large one").isBetween(1, 4);
        observer.close();
    }

    private void mark(double seconds, String what) {
        observer.onEvent(new InteractionEvent.MarkSet(
                at(seconds, "room"), new Mark("face", what), Duration.ofMillis((long) (seconds * 1000))));
    }

    @Test
    void linesOfTheTimelineWaitForTheDisk() throws IOException {
        begin("room");
        advance(SECOND);
        Path timeline = run("room").resolve("timeline.csv");
        Files.createDirectory(timeline);
        mark(1, "a");
        advance(Duration.ofMillis(10));
        mark(2, "b");
        advance(Duration.ofMillis(10));
        Files.delete(timeline);
        advance(Duration.ofSeconds(30));
        assertThat(Files.readAllLines(timeline))
                .containsExactly(
                        TimelineFile.HEADER.strip(),
                        ",,operator,,1.000000,,,,,mark,face,a,,0,",
                        ",,operator,,2.000000,,,,,mark,face,b,,0,");
        observer.close();
    }

    /** The disk had no room for the first byte. */
    @Test
    void anEmptyTimelineGetsItsHeader() throws IOException {
        begin("room");
        advance(SECOND);
        Path timeline = Files.createFile(run("room").resolve("timeline.csv"));
        mark(1, "a");
        observer.close();
        assertThat(Files.readAllLines(timeline)).hasSize(2).startsWith(TimelineFile.HEADER.strip());
    }

    /** A real file system, on machines that may mount one. */
    @Test
    void halfALineIsCutOffWhenTheDiskIsFull() throws IOException {
        begin("room");
        advance(SECOND);
        String refused = Probe.run(
                "mount", "-t", "tmpfs", "-o", "size=16k", "none", run("room").toString());
        assumeThat(refused).as("mounting").isEmpty();
        try {
            Path timeline = run("room").resolve("timeline.csv");
            mark(1, "first");
            advance(SECOND);
            String whole = Files.readString(timeline);
            mark(2, "x".repeat(30_000));
            advance(SECOND);
            assertThat(timeline).as("on the full disk").hasContent(whole);
            Probe.run("mount", "-o", "remount,size=1m", run("room").toString());
            advance(Duration.ofSeconds(30));
            assertThat(Files.readAllLines(timeline))
                    .hasSize(3)
                    .last()
                    .asString()
                    .contains("x".repeat(30_000));
        } finally {
            observer.close();
            Probe.run("umount", run("room").toString());
        }
    }
}
