package org.ducksoup.sfu.recording;

import java.nio.file.Path;

/**
 * The configuration of recordings.
 *
 * @param dataDirectory where recordings go, absolute
 * @param freeSpace that has to be there before a recording begins
 * @param noRecording whether every mode records nothing
 */
public record RecordingSettings(Path dataDirectory, FreeSpace freeSpace, boolean noRecording) {}
