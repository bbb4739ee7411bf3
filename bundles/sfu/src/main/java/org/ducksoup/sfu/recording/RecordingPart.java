package org.ducksoup.sfu.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.recording.RecordingRequest;

/**
 * What one recorder writes of a recording. Usually that is all of it. After an error of the disk another part begins,
 * with files of its own. On the recording's thread.
 */
final class RecordingPart implements AutoCloseable {
    /** More than the first files of a part take. */
    private static final int PROBE_BYTES = 1 << 16;

    private final Recorder recorder;
    private final RecordingFiles files;

    private RecordingPart(Recorder recorder, RecordingFiles files) {
        this.recorder = recorder;
        this.files = files;
    }

    /** @param number of the part, from 1 */
    static RecordingPart open(RecorderFactory factory, RecordingRequest whole, int number, RecordingFiles files)
            throws IOException {
        Files.createDirectories(whole.directory());
        Files.createDirectories(whole.indexDirectory());
        String stem = number == 1 ? whole.fileStem() : whole.fileStem() + "-p-" + number;
        Recorder recorder = factory.open(new RecordingRequest(
                whole.directory(), whole.indexDirectory(), stem, whole.tracks(), whole.frameRates()));
        return new RecordingPart(Objects.requireNonNull(recorder, "the recorder's open returned null"), files);
    }

    /** Whether the disk takes something again. Asks by writing, because a full disk lets files be created. */
    static boolean canBegin(RecordingRequest request) {
        Path probe = request.indexDirectory().resolve("." + request.fileStem() + ".probe");
        try {
            Files.createDirectories(request.directory());
            Files.createDirectories(request.indexDirectory());
            try (FileChannel channel = FileChannel.open(
                    probe,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE))) {
                ByteBuffer content = ByteBuffer.allocate(PROBE_BYTES);
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                channel.force(false);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    Recorder recorder() {
        return recorder;
    }

    /** The files that the recorder has made so far are known from now on. */
    void begin() {
        files.open(newFiles());
    }

    void flush() throws IOException {
        recorder.flush();
        begin();
    }

    /** A recorder may begin files at any time. */
    private List<Path> newFiles() {
        List<Path> known = files.all();
        return recorder.files().stream().filter(file -> !known.contains(file)).toList();
    }

    @Override
    public void close() throws IOException {
        begin();
        recorder.close();
        files.completed(recorder.files());
    }
}
