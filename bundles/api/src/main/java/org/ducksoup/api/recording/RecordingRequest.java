package org.ducksoup.api.recording;

import java.nio.file.Path;
import java.util.Set;

/**
 * @param directory exists and is writable
 * @param indexDirectory exists and is writable; for what tells of the files, named after them
 * @param fileStem begin of every file's name, unique in the directory; files are created exclusively
 * @param tracks what there is to record
 */
public record RecordingRequest(Path directory, Path indexDirectory, String fileStem, Set<RecordedTrack> tracks) {
    public RecordingRequest {
        tracks = Set.copyOf(tracks);
    }
}
