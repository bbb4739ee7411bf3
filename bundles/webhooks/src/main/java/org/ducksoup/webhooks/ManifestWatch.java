package org.ducksoup.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.Run;
import org.ducksoup.api.interaction.InteractionEvent.Scope;
import org.ducksoup.api.interaction.RunKey;
import org.ducksoup.parts.Timer;

/**
 * Finds out when the files of a run are complete: its manifest says so. That comes after the last event of the run, since
 * checksums are computed then, and a disk that does not answer may delay it for as long as it likes.
 */
final class ManifestWatch {
    static final Duration INTERVAL = Duration.ofSeconds(1);

    /** What is not complete then is left to the next start of the server. */
    static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Timer disk;
    private final Consumer<FinishedRun> onComplete;
    private final Map<RunKey, Run> runs = new HashMap<>();

    /** @param disk its thread waits for the disk, and nothing else runs there */
    ManifestWatch(Timer disk, Consumer<FinishedRun> onComplete) {
        this.disk = disk;
        this.onComplete = onComplete;
    }

    /** On the observer's thread. */
    void onEvent(InteractionEvent event) {
        RunKey key = RunKey.of(event.scope());
        if (event instanceof InteractionEvent.RunOpened opened && opened.run().recorded()) {
            runs.put(key, opened.run());
        } else if (event instanceof InteractionEvent.InteractionDeleted) {
            Run run = runs.remove(key);
            if (run != null) {
                look(event.scope(), run, disk.nanoTime() + PATIENCE.toNanos());
            }
        }
    }

    private void look(Scope scope, Run run, long untilNanos) {
        var unused = disk.schedule(INTERVAL, () -> {
            JsonNode manifest = read(run.directory().resolve("manifest.json"));
            if (manifest.path("state").asText().equals("complete")) {
                onComplete.accept(finished(scope, run, manifest));
            } else if (disk.nanoTime() < untilNanos) {
                look(scope, run, untilNanos);
            }
        });
    }

    private static JsonNode read(Path manifest) {
        try {
            return JSON.readTree(Files.readAllBytes(manifest));
        } catch (IOException e) {
            return JSON.missingNode(); // it is being replaced, or the disk has gone
        }
    }

    private static FinishedRun finished(Scope scope, Run run, JsonNode manifest) {
        List<String> files = new ArrayList<>();
        manifest.path("files").forEach(file -> files.add(file.path("path").asText()));
        String directory = run.data().relativize(run.directory()).toString().replace(File.separatorChar, '/');
        return new FinishedRun(scope, run.id(), directory, files);
    }
}
