package org.ducksoup.api.pipeline;

import java.util.List;

/**
 * One worker process.
 *
 * @param number counts from 1, and is used once in the life of a server
 * @param pid of the process that runs the media
 * @param media that run in it, each as {@code namespace/interaction/user, kind}; empty while it waits for some
 * @param residentBytes memory that it uses, as last measured; 0 before
 * @param cpuPercent processor time that it uses, in percent of a core, over the last five seconds; 0 before
 */
public record WorkerStatus(int number, long pid, List<String> media, long residentBytes, int cpuPercent) {
    public WorkerStatus {
        media = List.copyOf(media);
    }
}
