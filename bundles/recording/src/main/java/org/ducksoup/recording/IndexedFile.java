package org.ducksoup.recording;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.recording.file.IndexFile;
import org.ducksoup.recording.file.MediaFile;

/** A media file and its index, which has a line for each frame in the file, also after the disk has failed. */
final class IndexedFile implements AutoCloseable {
    private final MediaFile media;
    private final IndexFile index;
    /** The media file takes nothing any more. Frames that it had gathered are not in it. */
    private boolean failed;

    IndexedFile(MediaFile media, IndexFile index) {
        this.media = media;
        this.index = index;
    }

    Path path() {
        return media.path();
    }

    /** @param place of the track in the file */
    void write(int place, RecordedTrack track, EncodedFrame frame) throws IOException {
        if (failed) {
            return;
        }
        long before = media.length();
        long timeNanos;
        try {
            timeNanos = media.write(place, frame);
        } catch (IOException e) {
            failed = true;
            throw e;
        } finally {
            if (media.length() > before) {
                index.confirm();
            }
        }
        index.add(place, track, frame, timeNanos);
    }

    void flush() throws IOException {
        if (!failed) {
            try {
                media.flush();
            } catch (IOException e) {
                failed = true;
                throw e;
            }
            index.confirm();
        }
        index.flush();
    }

    @Override
    public void close() throws IOException {
        try (index) {
            try {
                flush();
            } finally {
                // After a failure, too, the lines of what is in the media file are written.
                index.flush();
            }
        } finally {
            media.close();
        }
    }

    /**
     * Removes both files, which hold no frame.
     *
     * @param cause gets what fails here as well
     */
    void remove(IOException cause) {
        remove(index::close, index.path(), cause);
        remove(media, cause);
    }

    static void remove(MediaFile media, IOException cause) {
        remove(media::close, media.path(), cause);
    }

    /** On a full disk, a file that cannot be completed can be deleted all the same. */
    private static void remove(Closeable file, Path path, IOException cause) {
        try (file) {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
