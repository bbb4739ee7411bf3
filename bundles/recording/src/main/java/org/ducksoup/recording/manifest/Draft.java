package org.ducksoup.recording.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The manifest of a run that goes on, and when it is to be written again. Gathered on the observer's thread, written on the disk's. */
final class Draft {
    /** A manifest is written as a whole each time. A large one is written less often, so that the disk has time for recordings. */
    private static final int BYTES_PER_SECOND = 1 << 18;

    final RunManifest manifest;
    final TimelineFile timeline = new TimelineFile();
    private boolean changed;
    private Instant writtenAt = Instant.MIN;
    /** A copy waits for the disk, which may not answer. Another one would only wait behind it. */
    private volatile boolean waits;
    /** The disk has not taken the last copy. */
    private volatile boolean failed;

    private volatile Duration pause = DiskThread.SHORTEST_PAUSE;

    Draft(RunManifest manifest) {
        this.manifest = manifest;
    }

    void changed() {
        changed = true;
    }

    boolean isDue(Instant now) {
        return manifest.directory() != null && (changed || failed) && !waits && now.isAfter(writtenAt.plus(pause));
    }

    /** A copy of the content, for {@link #create}. */
    ObjectNode first(Instant now) {
        changed = false;
        writtenAt = now;
        return manifest.copy();
    }

    /** A copy of the present content, for {@link #replace}. */
    ObjectNode next(Instant now) {
        waits = true;
        return first(now);
    }

    /** The previous version of this bundle has written it so far. */
    void isWritten(Instant now) {
        changed = true;
        writtenAt = now;
    }

    private interface Writing {
        /** @return how many bytes */
        int of(Path run, ObjectNode content) throws IOException;
    }

    boolean create(Path run, ObjectNode content) throws IOException {
        return write(run, content, ManifestFile::create);
    }

    boolean replace(Path run, ObjectNode content) throws IOException {
        try {
            return write(run, content, ManifestFile::replace);
        } finally {
            waits = false;
        }
    }

    /** After a failure, the next event of the run has it written again, after a pause. */
    private boolean write(Path run, ObjectNode content, Writing writing) throws IOException {
        boolean written = false;
        try {
            pause = pauseAfter(writing.of(run, content));
            written = true;
        } finally {
            if (!written) {
                pause = DiskThread.longer(pause);
            }
            failed = !written;
        }
        return true;
    }

    private static Duration pauseAfter(int bytes) {
        Duration fair = Duration.ofMillis(bytes * 1000L / BYTES_PER_SECOND);
        return fair.compareTo(DiskThread.SHORTEST_PAUSE) > 0 ? fair : DiskThread.SHORTEST_PAUSE;
    }
}
