package org.ducksoup.api.recording;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * @param directory exists and is writable
 * @param indexDirectory exists and is writable; for the indexes of the files, which are named after them
 * @param fileStem begin of every file's name, unique in the directory; files are created exclusively
 * @param tracks what there is to record
 * @param frameRates pictures a second of those video tracks whose rate is constant; the others come at any rate
 */
public record RecordingRequest(
        Path directory,
        Path indexDirectory,
        String fileStem,
        Set<RecordedTrack> tracks,
        Map<RecordedTrack, Integer> frameRates) {
    public RecordingRequest {
        tracks = Set.copyOf(tracks);
        frameRates = Map.copyOf(frameRates);
    }
}
