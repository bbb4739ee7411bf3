package org.ducksoup.recording.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.ducksoup.api.operation.RecordedRun;
import org.ducksoup.api.operation.RecordedRun.State;
import org.ducksoup.recording.manifest.FileSection;
import org.ducksoup.recording.manifest.ManifestFile;
import org.ducksoup.recording.salvage.RunDirectories;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a run with its manifest.
 *
 * @param path of the directory
 * @param name relative to the data directory, with {@code /}
 * @param manifest empty if there is none, or if it cannot be read
 * @param obstacle why the manifest cannot be read, or null
 */
record RunDirectory(
        Path path,
        String name,
        ObjectNode manifest,
        @Nullable String obstacle) {
    static RunDirectory of(Path data, Path run) {
        String name = data.relativize(run).toString().replace(File.separatorChar, '/');
        try {
            return new RunDirectory(run, name, ManifestFile.read(run), null);
        } catch (IOException e) {
            String why =
                    Files.exists(run.resolve(ManifestFile.NAME)) ? "cannot be read: " + firstLine(e) : "does not exist";
            return new RunDirectory(run, name, ManifestFile.object(), why);
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** @param active whether the interaction is not over, or its files are being completed */
    RecordedRun describe(boolean active, Instant now) throws IOException {
        JsonNode run = manifest.path("run");
        JsonNode interaction = manifest.path("interaction");
        Instant origin = instant(run.path("origin"));
        List<Path> media = FileSection.media(path);
        long bytes = 0;
        for (Path file : media) {
            bytes += Files.size(file);
        }
        return new RecordedRun(
                run.path("id").asText(RunDirectories.id(path)),
                name,
                interaction.path("namespace").asText(parent(2)),
                interaction.path("name").asText(parent(1)),
                state(active),
                origin,
                length(origin, active ? now : instant(interaction.path("endedAt"))),
                run.path("recordingMode").asText(),
                interaction.path("endReason").asText(null),
                incidents(),
                media.size(),
                bytes);
    }

    /** {@code <namespace>/<interaction>/<start>-<run id>}, from the right. */
    private String parent(int distance) {
        String[] parts = name.split("/");
        return parts.length > distance ? parts[parts.length - 1 - distance] : "";
    }

    private State state(boolean active) {
        if (active) {
            return State.ACTIVE;
        }
        if (obstacle != null) {
            return State.UNREADABLE;
        }
        String state = manifest.path("state").asText();
        return switch (state) {
            case ManifestFile.COMPLETE -> State.COMPLETE;
            case ManifestFile.SALVAGED -> State.SALVAGED;
            default -> State.UNFINISHED;
        };
    }

    private Duration length(@Nullable Instant origin, @Nullable Instant end) {
        if (origin != null && end != null) {
            return Duration.between(origin, end);
        }
        double seconds = StreamSupport.stream(manifest.path("files").spliterator(), false)
                .mapToDouble(file ->
                        file.path("offset").asDouble() + file.path("duration").asDouble())
                .max()
                .orElse(0);
        return seconds(seconds);
    }

    private List<String> incidents() {
        return StreamSupport.stream(manifest.path("incidents").spliterator(), false)
                .map(incident -> incident.path("kind").asText())
                .toList();
    }

    /** An instant of the manifest; null if there is none, or if it is damaged. */
    static @Nullable Instant instant(JsonNode text) {
        try {
            return text.isTextual() ? Instant.parse(text.asText()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
