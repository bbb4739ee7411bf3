package org.ducksoup.recording.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.ducksoup.recording.file.DiskFile;

/** Completes the manifest of a run that has ended: lists its files with their checksums, as soon as these are complete. */
final class Completion implements DiskThread.Work {
    private final ObjectNode content;
    private boolean listed;

    /** @param content all but the files */
    Completion(ObjectNode content) {
        this.content = content;
    }

    @Override
    public boolean on(Path run) throws IOException {
        if (!listed) {
            if (DiskFile.isWrittenIn(run.resolve("recordings")) || DiskFile.isWrittenIn(run.resolve("index"))) {
                // The disk of these files did not answer at the end. They are still being completed, so a list made now
                // would be wrong.
                return false;
            }
            FileSection.fill(content, run);
            content.put("state", ManifestFile.COMPLETE);
            // Checksums of large files take long. They are not made again if the disk does not take the manifest.
            listed = true;
        }
        ManifestFile.replace(run, content);
        OpenRuns.remove(run);
        return true;
    }
}
