package org.ducksoup.recording.manifest;

import java.io.IOException;
import java.nio.file.Path;
import org.ducksoup.recording.file.FileFacts;
import org.ducksoup.recording.matroska.MatroskaReader;
import org.ducksoup.recording.ogg.OggReader;

/** Reads what a media file of this bundle holds, whole or truncated. */
public final class FileInspector {
    private FileInspector() {}

    /** @throws IOException also if the file is neither Matroska nor Ogg as this bundle writes them */
    public static FileFacts inspect(Path file) throws IOException {
        return file.toString().endsWith(".ogg")
                ? OggReader.facts(file)
                : MatroskaReader.read(file).facts();
    }
}
