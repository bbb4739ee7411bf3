package org.ducksoup.apitestkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.ducksoup.apitestkit.EncodedFrames.DRY_PICTURE;
import static org.ducksoup.apitestkit.EncodedFrames.DRY_SOUND;
import static org.ducksoup.apitestkit.EncodedFrames.WET_PICTURE;
import static org.ducksoup.apitestkit.EncodedFrames.WET_SOUND;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.recording.RecordingRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every recorder has to keep to. A lab's test is a subclass, which names the factory. */
public abstract class RecorderContract {
    private static final Set<RecordedTrack> EVERYTHING = Set.of(DRY_SOUND, DRY_PICTURE, WET_SOUND, WET_PICTURE);
    private static final String STEM = "i-room-u-ann-c-1";

    private final RecorderFactory factory;

    @TempDir
    private Path parent = Path.of("");

    private Path directory = parent;
    private Path index = parent;

    protected RecorderContract(RecorderFactory factory) {
        this.factory = factory;
    }

    @BeforeEach
    void directories() throws IOException {
        directory = Files.createDirectory(parent.resolve("recordings"));
        index = Files.createDirectory(parent.resolve("index"));
    }

    @Test
    void theServerFindsTheRecorderByItsMode() {
        DeclaredComponent component = DeclaredComponent.of(factory.getClass());
        component.provides(RecorderFactory.class);
        component.isNamed("ducksoup.recorder.name", "RecorderName");
    }

    @Test
    void filesAreWhereTheyBelong() throws Exception {
        try (Recorder recorder = open(EVERYTHING)) {
            write(recorder, 0, 60, EVERYTHING);
            checkFiles(recorder);
            recorder.flush();
            checkFiles(recorder);
        }
    }

    /** A participant may leave in the first moment, and an audio-only call has no pictures. */
    @Test
    void nothingOrOneTrackIsRecordedToo() throws Exception {
        try (Recorder recorder = open(Set.of(DRY_SOUND))) {
            recorder.flush();
            checkFiles(recorder);
        }
        try (Recorder recorder = open("i-room-u-ann-c-2", Set.of(DRY_SOUND))) {
            write(recorder, 0, 60, Set.of(DRY_SOUND));
            checkFiles(recorder);
        }
    }

    /** What an earlier recorder has written is somebody's data. */
    @Test
    void noFileIsOverwritten() throws Exception {
        List<Path> files;
        try (Recorder recorder = open(EVERYTHING)) {
            write(recorder, 0, 60, EVERYTHING);
            files = recorder.files();
        }
        long before = size(files);
        assertThatIOException().as("opened again with the same fileStem").isThrownBy(() -> open(EVERYTHING)
                .close());
        assertThat(files).allMatch(Files::exists);
        assertThat(size(files)).as("bytes of the first recorder's files").isEqualTo(before);
    }

    /** A frame is lent: the server uses it for other recorders, too. */
    @Test
    void framesAreLeftAsTheyWere() throws Exception {
        try (Recorder recorder = open(EVERYTHING)) {
            for (RecordedTrack track : EVERYTHING) {
                EncodedFrame frame = EncodedFrames.of(track, 0);
                recorder.write(track, frame);
                assertThat(frame.data().position())
                        .as("position of the lent data")
                        .isZero();
                assertThat(frame.data().limit()).isEqualTo(frame.data().capacity());
            }
        }
    }

    /** After a crash of the server, everything is there that was written before the last flush. */
    @Test
    void whatWasFlushedIsInTheFiles() throws Exception {
        try (Recorder recorder = open(EVERYTHING)) {
            write(recorder, 0, 60, EVERYTHING);
            recorder.flush();
            long first = size(recorder.files());
            assertThat(first).as("bytes after a flush").isPositive();
            write(recorder, 60, 120, EVERYTHING);
            recorder.flush();
            assertThat(size(recorder.files()))
                    .as("bytes after more frames and another flush")
                    .isGreaterThan(first);
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsAnErrorOfTheDisk() throws IOException {
        RecordingRequest request =
                new RecordingRequest(parent.resolve("gone"), parent.resolve("gone-index"), STEM, EVERYTHING, Map.of());
        assertThatIOException()
                .as("the server tries again after an IOException, and never after anything else")
                .isThrownBy(() -> factory.open(request).close());
        assertThat(names()).isEmpty();
    }

    private Recorder open(Set<RecordedTrack> tracks) throws IOException {
        return open(STEM, tracks);
    }

    private Recorder open(String stem, Set<RecordedTrack> tracks) throws IOException {
        Recorder recorder = factory.open(new RecordingRequest(directory, index, stem, tracks, Map.of()));
        assertThat(recorder).as("what open returned").isNotNull();
        return recorder;
    }

    private static void write(Recorder recorder, int from, int to, Set<RecordedTrack> tracks) throws IOException {
        for (int number = from; number < to; number++) {
            for (RecordedTrack track : tracks) {
                recorder.write(track, EncodedFrames.of(track, number));
            }
        }
    }

    private void checkFiles(Recorder recorder) {
        assertThat(recorder.files())
                .as("files of the recorder")
                .isNotEmpty()
                .allMatch(Path::isAbsolute, "absolute")
                .allMatch(Files::isRegularFile, "exists")
                .allMatch(file -> directory.equals(file.getParent()), "in the directory of the request")
                .allMatch(
                        file -> file.getFileName().toString().startsWith("i-room-u-ann-c-"),
                        "begins with the fileStem");
    }

    private static long size(List<Path> files) throws IOException {
        long size = 0;
        for (Path file : files) {
            size += Files.size(file);
        }
        return size;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
