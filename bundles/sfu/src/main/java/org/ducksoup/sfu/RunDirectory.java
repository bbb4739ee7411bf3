package org.ducksoup.sfu;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.ducksoup.api.interaction.InteractionKey;

/**
 * Where the files of one run of an interaction go. A name that was used before, or from another origin, has a directory of
 * its own: nothing is ever overwritten.
 */
final class RunDirectory {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss.SSS");

    private final Path data;
    private final Path directory;
    private final InteractionKey key;
    private final String runId;

    /**
     * @param data the data directory, absolute
     * @param runId 12 hexadecimal digits, of this run alone
     */
    RunDirectory(Path data, InteractionKey key, Instant start, ZoneId zone, String runId) {
        this.data = data;
        this.key = key;
        this.runId = runId;
        directory = data.resolve(SafeName.of(key.namespace()))
                .resolve(SafeName.of(key.name()))
                .resolve(TIME.format(start.atZone(zone)) + "-" + runId);
    }

    /** Not created before there is something to write. */
    Path recordings() {
        return directory.resolve("recordings");
    }

    /** Begin of a recording's file names; its parts are those of the original, which scripts of labs read. */
    String stem(String userId, int connectionCount, Instant from, ZoneId zone) {
        return "i-" + runId + "-a-" + TIME.format(from.atZone(zone)) + "-s-" + SafeName.of(key.namespace()) + "-n-"
                + SafeName.of(key.name()) + "-u-" + SafeName.of(userId) + "-c-" + connectionCount;
    }

    /** A recorded file as the client is told of it: relative to the data directory. */
    String relative(Path file) {
        return data.relativize(file).toString().replace(java.io.File.separatorChar, '/');
    }
}
