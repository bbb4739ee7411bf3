package org.ducksoup.sfu.recording;

import java.nio.file.Path;
import org.ducksoup.sfu.capacity.FreeSpace;

/**
 * The configuration of recordings.
 *
 * @param dataDirectory where recordings go, absolute
 * @param freeSpace that has to be there before a recording begins
 * @param memoryBytes that may wait for the disk, of one recording
 * @param noRecording whether every mode records nothing
 */
public record RecordingSettings(Path dataDirectory, FreeSpace freeSpace, long memoryBytes, boolean noRecording) {}
