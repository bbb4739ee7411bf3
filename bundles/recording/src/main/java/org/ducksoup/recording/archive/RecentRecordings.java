package org.ducksoup.recording.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.ducksoup.api.operation.RecordedRun;
import org.ducksoup.api.web.WebDocument;
import org.ducksoup.api.web.WebDocumentPath;
import org.ducksoup.parts.UsableSpace;
import org.ducksoup.recording.manifest.FileSection;
import org.ducksoup.recording.manifest.ManifestFile;
import org.ducksoup.recording.salvage.RunDirectories;
import org.ducksoup.recording.salvage.Salvage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code /stats/recordings.json}, for the statistics page: {@code {"freeBytes", "runs": [{"id", "directory", "namespace",
 * "interaction", "state", "startedAt", "length", "recordingMode", "endReason", "incidents", "files": [{"path", "userId",
 * "connection", "tap", "bytes", "duration", "tracks", "gaps"}]}]}}, the newest run first, without those that record
 * nothing. Lengths and durations are seconds. What is unknown is left out: files of an active run have their present
 * size, and no duration.
 */
@Component
@WebDocumentPath("/stats/recordings.json")
public final class RecentRecordings implements WebDocument {
    static final int MAX_RUNS = 20;
    /** Of those that may have recorded nothing: so many manifests are read at most. */
    private static final int MAX_READ = 200;

    private final Salvage salvage;
    private final InstantSource clock;

    @Activate
    public RecentRecordings(@Reference Salvage salvage) {
        this(salvage, salvage.clock());
    }

    RecentRecordings(Salvage salvage, InstantSource clock) {
        this.salvage = salvage;
        this.clock = clock;
    }

    @Override
    public byte[] content() {
        Path data = salvage.data();
        ObjectNode document = ManifestFile.object();
        UsableSpace.at(data).ifPresent(free -> document.put("freeBytes", free));
        ArrayNode runs = document.putArray("runs");
        try {
            for (Path path : newest(data)) {
                if (runs.size() == MAX_RUNS) {
                    break;
                }
                RunDirectory run = RunDirectory.of(data, path);
                if (isRecorded(run)) {
                    describe(runs.addObject(), run);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory " + data + " cannot be read", e);
        }
        return document.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The name of a run's directory begins with its start, so not every manifest has to be read. */
    private static List<Path> newest(Path data) throws IOException {
        Comparator<Path> byStart = Comparator.comparing(run -> String.valueOf(run.getFileName()));
        return RunDirectories.below(data).stream()
                .sorted(byStart.reversed())
                .limit(MAX_READ)
                .toList();
    }

    /** Mirrors on the test pages, for instance, record nothing. What has no manifest may have recorded something. */
    private static boolean isRecorded(RunDirectory run) {
        return run.manifest().path("run").path("recorded").asBoolean(true);
    }

    private void describe(ObjectNode json, RunDirectory directory) throws IOException {
        RecordedRun run = directory.describe(salvage.isActive(directory.path()), clock.instant());
        json.put("id", run.id())
                .put("directory", run.directory())
                .put("namespace", run.namespace())
                .put("interaction", run.interaction())
                .put("state", run.state().token());
        Instant startedAt = run.startedAt();
        if (startedAt != null) {
            json.put("startedAt", startedAt.toString());
        }
        json.put("length", run.length().toMillis() / 1000.0).put("recordingMode", run.recordingMode());
        if (run.endReason() != null) {
            json.put("endReason", run.endReason());
        }
        json.put("incidents", run.incidents().size());
        files(json.putArray("files"), directory);
    }

    /** As the manifest has them; while it does not have them, as they are on the disk. */
    private static void files(ArrayNode files, RunDirectory run) throws IOException {
        for (JsonNode file : run.manifest().path("files")) {
            describe(files.addObject(), file, run);
        }
        if (files.isEmpty()) {
            for (Path media : FileSection.media(run.path())) {
                ObjectNode json = files.addObject().put("path", "recordings/" + media.getFileName());
                putOwner(json, run);
                json.put("tap", FileSection.tap(media)).put("bytes", Files.size(media));
            }
        }
    }

    private static void describe(ObjectNode json, JsonNode file, RunDirectory run) {
        json.put("path", file.path("path").asText());
        putOwner(json, run);
        json.put("tap", file.path("tap").asText());
        json.put("bytes", file.path("bytes").asLong());
        if (file.has("duration")) {
            json.put("duration", file.path("duration").asDouble());
        }
        ArrayNode tracks = json.putArray("tracks");
        int gaps = 0;
        for (JsonNode track : file.path("tracks")) {
            tracks.add(track.path("kind").asText());
            gaps += track.path("gaps").size();
        }
        json.put("gaps", gaps);
    }

    /** The name of a file has the user's name only as far as disks take it. The manifest has it as it is. */
    private static void putOwner(ObjectNode file, RunDirectory run) {
        for (JsonNode participant : run.manifest().path("participants")) {
            for (JsonNode connection : participant.path("connections")) {
                String stem = connection.path("stem").asText();
                if (!stem.isEmpty() && file.path("path").asText().startsWith("recordings/" + stem + "-")) {
                    file.put("userId", participant.path("userId").asText());
                    file.put("connection", connection.path("number").asInt());
                }
            }
        }
    }
}
