package org.ducksoup.recording.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.ducksoup.recording.manifest.ManifestFile;
import org.ducksoup.recording.salvage.Salvage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document of the statistics page about recorded runs and the disk. */
class RecentRecordingsTest {
    private static final Instant ORIGIN = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path data;

    private RecentRecordings recordings;

    @BeforeEach
    void open() {
        recordings = new RecentRecordings(new Salvage(data, Clock.systemUTC()), () -> ORIGIN.plusSeconds(30));
    }

    @Test
    void withoutRecordingsThereIsTheDisk() throws Exception {
        assertThat(document().path("runs")).isEmpty();
        assertThat(document().path("freeBytes").asLong()).isPositive();
    }

    @Test
    void aRunHasItsFilesWithSizeDurationAndTap() throws Exception {
        ObjectNode manifest = manifest(run(0), ManifestFile.COMPLETE);
        ObjectNode file = manifest.putArray("files")
                .addObject()
                .put("path", "recordings/u-ann-c-1-wet.mkv")
                .put("tap", "wet")
                .put("bytes", 5)
                .put("duration", 12.5);
        ObjectNode video = file.putArray("tracks").addObject().put("kind", "video");
        video.putArray("gaps").addObject().put("from", 1).put("to", 2);
        write(run(0), manifest);
        JsonNode found = document().path("runs").path(0);
        assertThat(found.path("interaction").asText()).isEqualTo("dyad-0");
        assertThat(found.path("namespace").asText()).isEqualTo("study");
        assertThat(found.path("state").asText()).isEqualTo("complete");
        assertThat(found.path("startedAt").asText()).isEqualTo(ORIGIN.toString());
        assertThat(found.path("incidents").asInt()).isEqualTo(1);
        assertThat(found.path("files").path(0).toString())
                .isEqualTo("{\"path\":\"recordings/u-ann-c-1-wet.mkv\",\"userId\":\"<b>ann\",\"connection\":1,"
                        + "\"tap\":\"wet\",\"bytes\":5,\"duration\":12.5,"
                        + "\"tracks\":[\"video\"],\"gaps\":1}");
    }

    /** The manifest has its files at the end only. */
    @Test
    void filesThatGrowHaveTheirPresentSize() throws Exception {
        write(run(0), manifest(run(0), ManifestFile.UNFINISHED));
        Path recording = Files.createDirectories(run(0).resolve("recordings")).resolve("u-ann-c-1-dry.mkv");
        Files.write(recording, new byte[7]);
        JsonNode file = document().path("runs").path(0).path("files").path(0);
        assertThat(file.toString())
                .isEqualTo("{\"path\":\"recordings/u-ann-c-1-dry.mkv\",\"userId\":\"<b>ann\",\"connection\":1,"
                        + "\"tap\":\"dry\",\"bytes\":7}");
    }

    @Test
    void onlyTheNewestRunsAreListed() throws Exception {
        for (int i = 0; i < RecentRecordings.MAX_RUNS + 2; i++) {
            write(run(i), manifest(run(i), ManifestFile.COMPLETE));
        }
        assertThat(document().path("runs").findValuesAsText("interaction"))
                .hasSize(RecentRecordings.MAX_RUNS)
                .startsWith("dyad-21", "dyad-20")
                .endsWith("dyad-2");
    }

    @Test
    void aRunThatRecordsNothingIsNotListed() throws Exception {
        ObjectNode manifest = manifest(run(0), ManifestFile.COMPLETE);
        manifest.withObject("/run").put("recorded", false);
        write(run(0), manifest);
        write(run(1), manifest(run(1), ManifestFile.COMPLETE));
        assertThat(document().path("runs").findValuesAsText("interaction")).containsExactly("dyad-1");
    }

    @Test
    void aRunWithoutManifestIsListed() throws Exception {
        Files.createDirectories(run(0).resolve("recordings"));
        JsonNode found = document().path("runs").path(0);
        assertThat(found.path("state").asText()).isEqualTo("unreadable");
        assertThat(found.has("startedAt")).isFalse();
        assertThat(found.path("files")).isEmpty();
    }

    private JsonNode document() throws IOException {
        return new ObjectMapper().readTree(recordings.content());
    }

    /** Each name is later than the one before. */
    private Path run(int number) {
        return data.resolve("study/dyad-" + number + "/20261122-1200%02d.000-0123456789ab".formatted(number));
    }

    private static ObjectNode manifest(Path run, String state) {
        ObjectNode manifest =
                ManifestFile.object().put("format", ManifestFile.FORMAT).put("state", state);
        manifest.putObject("run").put("id", "0123456789ab").put("origin", ORIGIN.toString());
        manifest.putObject("interaction")
                .put("namespace", "study")
                .put("name", String.valueOf(run.getParent().getFileName()));
        manifest.putArray("participants")
                .addObject()
                .put("userId", "<b>ann")
                .putArray("connections")
                .addObject()
                .put("number", 1)
                .put("stem", "u-ann-c-1");
        manifest.putArray("incidents").addObject().put("kind", "page_hidden");
        return manifest;
    }

    private static void write(Path run, ObjectNode manifest) throws IOException {
        ManifestFile.create(run, manifest);
    }
}
