package org.ducksoup.itest.tool.recording;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads the directory of one run. */
public record RecordedRun(Path directory) {
    /** The only run of an interaction. */
    public static RecordedRun of(Path data, String interaction) throws IOException {
        return of(data, "default", interaction);
    }

    public static RecordedRun of(Path data, String namespace, String interaction) throws IOException {
        List<RecordedRun> runs = all(data, namespace, interaction);
        if (runs.size() != 1) {
            throw new AssertionError(runs.size() + " runs of " + interaction + " in " + data);
        }
        return runs.get(0);
    }

    public static List<RecordedRun> all(Path data, String interaction) throws IOException {
        return all(data, "default", interaction);
    }

    private static List<RecordedRun> all(Path data, String namespace, String interaction) throws IOException {
        Path runs = data.resolve(namespace).resolve(interaction);
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(runs)) {
            return found.sorted().map(RecordedRun::new).toList();
        }
    }

    /** All its files, relative to the directory, sorted by name. */
    public List<String> files() throws IOException {
        while (true) {
            try (Stream<Path> found = Files.walk(directory)) {
                return found.filter(Files::isRegularFile)
                        .map(file -> directory.relativize(file).toString())
                        .sorted()
                        .toList();
            } catch (UncheckedIOException e) {
                // A new version of the manifest gets its name while the directory is read.
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
            }
        }
    }

    public List<Path> media() throws IOException {
        return files().stream()
                .filter(name -> name.startsWith("recordings/"))
                .map(directory::resolve)
                .toList();
    }

    public JsonNode manifest() throws IOException {
        return new ObjectMapper().readTree(directory.resolve("manifest.json").toFile());
    }

    /** Waits until the manifest says that the run is over. It is written after the last message to the participants. */
    public JsonNode finalManifest() {
        // Through FUSE a file seems to be absent if a new version gets its name between the look-up and the opening.
        return await("the manifest of " + directory)
                .ignoreException(FileNotFoundException.class)
                .until(
                        this::manifest,
                        manifest -> !manifest.path("state").asText().equals("unfinished"));
    }

    /** In seconds, of the files of one tap: {@code -dry} or {@code -wet}. */
    public static double longestVideoGap(JsonNode manifest, String tap) {
        double longest = 0;
        for (JsonNode file : manifest.path("files")) {
            for (JsonNode track : file.path("tracks")) {
                if (file.path("path").asText().contains(tap)
                        && track.path("kind").asText().equals("video")) {
                    for (JsonNode gap : track.path("gaps")) {
                        longest = Math.max(
                                longest,
                                gap.path("to").asDouble() - gap.path("from").asDouble());
                    }
                }
            }
        }
        return longest;
    }
}
