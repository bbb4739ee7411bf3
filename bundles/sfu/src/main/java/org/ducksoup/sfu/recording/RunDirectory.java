package org.ducksoup.sfu.recording;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.ducksoup.api.interaction.InteractionEvent.Run;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.sfu.media.RecordingMode;

/**
 * Where the files of one run of an interaction go. Each run has a directory of its own, also if the interaction's
 * name was used before or comes from another origin: nothing is ever overwritten.
 */
final class RunDirectory {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss.SSS");

    private final Path data;
    private final Path directory;
    private final InteractionKey key;
    private final String runId;
    private final Instant start;

    /**
     * @param data the data directory, absolute
     * @param runId 12 hexadecimal digits, different for each run
     */
    RunDirectory(Path data, InteractionKey key, Instant start, ZoneId zone, String runId) {
        this.data = data;
        this.key = key;
        this.runId = runId;
        this.start = start;
        directory = data.resolve(SafeName.of(key.namespace()))
                .resolve(SafeName.of(key.name()))
                .resolve(TIME.format(start.atZone(zone)) + "-" + runId);
    }

    /** The run as observers hear of it. */
    Run run(RecordingMode mode) {
        return new Run(runId, data, directory, mode.name(), mode.has(RecordingMode.Feature.RECORDS), start);
    }

    /** Where the recordings go. The directory is created when there is something to write. */
    Path path() {
        return directory;
    }

    Path recordings() {
        return directory.resolve("recordings");
    }

    /** Where the recordings' indexes go. The directory is created when there is something to write. */
    Path index() {
        return directory.resolve("index");
    }

    /**
     * Begin of a recording's file names. It has the parts that the original's names have, because scripts of labs
     * read them.
     */
    String stem(String userId, int connectionCount, Instant from, ZoneId zone) {
        return "i-" + runId + "-a-" + TIME.format(from.atZone(zone)) + "-s-" + SafeName.of(key.namespace()) + "-n-"
                + SafeName.of(key.name()) + "-u-" + SafeName.of(userId) + "-c-" + connectionCount;
    }

    /** The name of a recorded file for the client: relative to the data directory. */
    String relative(Path file) {
        return data.relativize(file).toString().replace(java.io.File.separatorChar, '/');
    }
}
