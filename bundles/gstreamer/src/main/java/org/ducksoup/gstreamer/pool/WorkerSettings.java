package org.ducksoup.gstreamer.pool;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What the operator wants of workers.
 *
 * @param warm how many are kept ready beside those in use; 0 for no workers at all
 * @param everything whether all effects without Java code run in workers, and not only those that were not measured
 * @param share what has a worker to itself
 * @param maxBytes memory of one worker; more ends it
 * @param maxCpuPercent processor time of one worker, in percent of a core, on average over five seconds; more ends it
 * @param sandboxed whether a worker is to be cut off from the machine
 * @param user the system user that workers run as; empty for the server's own
 * @param readable files and directories that effects may read, besides the system's
 */
public record WorkerSettings(
        int warm,
        boolean everything,
        Share share,
        long maxBytes,
        int maxCpuPercent,
        boolean sandboxed,
        String user,
        List<Path> readable) {
    /** What has a worker to itself. Media that share one are lost together. */
    public enum Share {
        MEDIUM,
        PARTICIPANT,
        INTERACTION;

        /** @param word as it is written in the configuration */
        public static Share of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    public WorkerSettings {
        readable = List.copyOf(readable);
    }

    WorkerSettings withoutSandbox() {
        return new WorkerSettings(warm, everything, share, maxBytes, maxCpuPercent, false, user, readable);
    }
}
