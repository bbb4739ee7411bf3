package org.ducksoup.recording.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.ducksoup.api.operation.RunVerification.VerifiedFile;
import org.ducksoup.recording.manifest.FileSection;
import org.ducksoup.recording.salvage.FileRepair;

/** Compares one file with its entry in the manifest: the entry is made again from the file, as after the recording. */
final class FileCheck {
    private static final String AGAIN = "Take the file from the backup, or check the disk and its mount options.";

    private final RunDirectory run;
    private final Findings findings;

    FileCheck(RunDirectory run, Findings findings) {
        this.run = run;
        this.findings = findings;
    }

    /**
     * Verifies a file.
     *
     * @param entry of the manifest
     * @return what the file holds; empty if the entry does not name a file of this run
     */
    Optional<VerifiedFile> verify(JsonNode entry) {
        String path = entry.path("path").asText();
        Path media = run.path().resolve(path).normalize();
        if (path.isEmpty() || !media.startsWith(run.path())) {
            findings.error(
                    null,
                    "An entry of files names no file of this run: " + path + ".",
                    "Take manifest.json from the backup.");
            return Optional.empty();
        }
        if (!Files.exists(media)) {
            findings.error(path, "The file is missing.", "Take it from the backup.");
            return Optional.of(described(entry, path, 0));
        }
        try {
            ObjectNode now = FileSection.facts(run.path(), media, run.manifest());
            compare(entry, now, path);
            IndexCheck.verify(run.path(), now, findings);
            return Optional.of(described(now, path, now.path("bytes").asLong()));
        } catch (IOException e) {
            findings.error(path, "The file cannot be read: " + e.getMessage() + ".", AGAIN);
            return Optional.of(described(entry, path, 0));
        }
    }

    private void compare(JsonNode then, JsonNode now, String path) {
        if (then.has("error") && !then.has("sha256")) {
            findings.error(
                    path,
                    "The server could not read it at the end of the run, so nothing can be compared: "
                            + then.path("error").asText() + ".",
                    AGAIN);
            return;
        }
        if (!FileRepair.isNamedAsOurs(Path.of(path))) {
            // A lab's recorder made it: only its size and checksum are known.
            compareChecksums(then, now, path);
            return;
        }
        if (then.has("error")) {
            findings.error(
                    path,
                    "The server could not read it at the end of the run: "
                            + then.path("error").asText() + ".",
                    "See what a player makes of it, and do not rely on its times.");
        } else if (now.has("error")) {
            findings.error(path, "The file is damaged: " + now.path("error").asText() + ".", Findings.FROM_BACKUP);
        } else if (!now.path("finished").asBoolean()) {
            findings.error(
                    path,
                    "The file was never completed: duration and seek index are missing, or its end is cut off.",
                    "Take it from the backup. It can be played as it is, up to its last second.");
        }
        compareChecksums(then, now, path);
    }

    private void compareChecksums(JsonNode then, JsonNode now, String path) {
        if (then.path("sha256").equals(now.path("sha256"))) {
            return;
        }
        List<String> different = differences(then, now);
        findings.error(
                path,
                "The file was changed after the recording: its checksum is another one"
                        + (different.isEmpty() ? "" : ", and so is " + String.join(", ", different))
                        + ".",
                Findings.FROM_BACKUP);
    }

    /** {@code bytes 100 instead of 200}. */
    private static List<String> differences(JsonNode then, JsonNode now) {
        List<String> different = new ArrayList<>();
        for (String key : List.of("bytes", "offset", "duration")) {
            compare(different, key, then.path(key), now.path(key));
        }
        JsonNode before = then.path("tracks");
        JsonNode after = now.path("tracks");
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            String kind = before.path(i).path("kind").asText("track " + i);
            for (String key : List.of("codec", "frames")) {
                compare(
                        different,
                        key + " of " + kind,
                        before.path(i).path(key),
                        after.path(i).path(key));
            }
        }
        return different;
    }

    private static void compare(List<String> different, String what, JsonNode then, JsonNode now) {
        if (!then.asText().equals(now.asText())) {
            different.add(what + " " + (now.isMissingNode() ? "nothing" : now.asText()) + " instead of "
                    + (then.isMissingNode() ? "nothing" : then.asText()));
        }
    }

    private static VerifiedFile described(JsonNode facts, String path, long bytes) {
        JsonNode tracks = facts.path("tracks");
        return new VerifiedFile(
                path,
                bytes,
                RunDirectory.seconds(facts.path("offset").asDouble()),
                RunDirectory.seconds(facts.path("duration").asDouble()),
                StreamSupport.stream(tracks.spliterator(), false)
                        .map(track -> track.path("codec").asText())
                        .toList(),
                StreamSupport.stream(tracks.spliterator(), false)
                        .mapToInt(track -> track.path("gaps").size())
                        .sum());
    }
}
