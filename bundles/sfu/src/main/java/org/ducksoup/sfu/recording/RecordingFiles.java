package org.ducksoup.sfu.recording;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one recording. Its questions never wait for the disk, which may not answer. Of an ended recording only
 * this object stays in memory.
 */
final class RecordingFiles {
    private final Set<Path> complete = new LinkedHashSet<>();
    private final Set<Path> incomplete = new LinkedHashSet<>();
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

    /** These are being written, if they are there. On the recording's thread, because it asks the disk. */
    void open(List<Path> files) {
        List<Path> existing = files.stream().filter(Files::exists).toList();
        synchronized (this) {
            incomplete.addAll(existing);
        }
    }

    /** These are complete now. On the recording's thread. */
    void completed(List<Path> files) {
        List<Path> existing = files.stream().filter(Files::exists).toList();
        synchronized (this) {
            incomplete.removeAll(existing);
            complete.addAll(existing);
        }
    }

    /** Nothing will change any more. */
    void end() {
        done.complete(null);
    }

    CompletableFuture<@Nullable Void> done() {
        return done;
    }

    synchronized List<Path> all() {
        return Stream.concat(complete.stream(), incomplete.stream()).toList();
    }

    /** The files that are not complete, or not yet. */
    synchronized List<Path> incomplete() {
        return List.copyOf(incomplete);
    }
}
