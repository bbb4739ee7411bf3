package org.ducksoup.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.recording.file.DiskFile;
import org.ducksoup.recording.file.IndexFile;
import org.ducksoup.recording.file.MediaFile;
import org.ducksoup.recording.manifest.FileInspector;
import org.ducksoup.recording.matroska.MatroskaFile;
import org.ducksoup.recording.ogg.OggOpusFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index has a line for each frame that is in the file, wherever the disk fails. */
class IndexedFileTest {
    private static final RecordedTrack SOUND = new RecordedTrack(Tap.DRY, Codec.OPUS);
    private static final long FRAME = 20_000_000L;

    @TempDir
    Path directory;

    private Path index() {
        return directory.resolve("index.csv");
    }

    private IndexedFile open(MediaFile media) throws IOException {
        return new IndexedFile(media, new IndexFile(new DiskFile(index())));
    }

    private static EncodedFrame frame(Clip clip, int number) {
        return new EncodedFrame(
                ByteBuffer.wrap(clip.frames().get(number % clip.frames().size())), number * FRAME, 0, true, 0, 0);
    }

    /** Writes until the disk is full, with a flush after each {@code perFlush} frames, and closes. */
    private void fill(IndexedFile file, int perFlush) throws IOException {
        Clip clip = Clip.opus(6);
        assertThatIOException().isThrownBy(() -> {
            for (int i = 0; i < 10_000; i++) {
                file.write(0, SOUND, frame(clip, i));
                if (i % perFlush == perFlush - 1) {
                    file.flush();
                }
            }
        });
        file.write(0, SOUND, frame(clip, 1));
        file.flush();
        file.close();
    }

    private void assertALineForEachFrame(Path media) throws IOException {
        List<String> lines = Files.readAllLines(index());
        long frames = FileInspector.inspect(media).tracks().get(0).frames();
        assertThat(frames).isPositive();
        assertThat(lines).hasSize((int) frames + 1).startsWith(IndexFile.HEADER);
    }

    /** Clusters and pages close by themselves, and by a flush. */
    @Test
    void whereverTheDiskIsFullTheIndexHasWhatIsInTheFile() throws IOException {
        Path mkv = directory.resolve("sound.mkv");
        Path ogg = directory.resolve("sound.ogg");
        for (int perFlush : new int[] {30, 50, 70, 20_000}) {
            fill(open(new MatroskaFile(new SmallDisk(mkv, 60_000), List.of(Codec.OPUS))), perFlush);
            assertALineForEachFrame(mkv);
            Files.delete(mkv);
            Files.delete(index());
            fill(open(new OggOpusFile(new SmallDisk(ogg, 60_000))), perFlush);
            assertALineForEachFrame(ogg);
            Files.delete(ogg);
            Files.delete(index());
        }
    }

    /** The last frames are written only now. */
    @Test
    void aDiskThatIsFullAtTheEndLeavesLinesOfWholeClusters() throws IOException {
        SmallDisk disk = new SmallDisk(directory.resolve("sound"), Long.MAX_VALUE / 2);
        IndexedFile file = open(new MatroskaFile(disk, List.of(Codec.OPUS)));
        Clip clip = Clip.opus(6);
        for (int i = 0; i < 40; i++) {
            file.write(0, SOUND, frame(clip, i));
        }
        file.flush();
        disk.shrink(Files.size(file.path()));
        for (int i = 40; i < 80; i++) {
            file.write(0, SOUND, frame(clip, i));
        }
        assertThatIOException().isThrownBy(file::close);
        assertThat(Files.readAllLines(index())).hasSize(41);
    }

    /** As the media file is: the manifest says of both that they are complete. */
    @Test
    void closingWaitsUntilTheDiskHasTheIndex() throws IOException {
        AtomicInteger forced = new AtomicInteger();
        DiskFile disk = new DiskFile(index()) {
            @Override
            public void force() throws IOException {
                super.force();
                forced.incrementAndGet();
            }
        };
        MatroskaFile media = new MatroskaFile(new DiskFile(directory.resolve("sound.mkv")), List.of(Codec.OPUS));
        new IndexedFile(media, new IndexFile(disk)).close();
        assertThat(forced).hasValue(1);
        assertThat(Files.readAllLines(index())).containsExactly(IndexFile.HEADER);
    }

    /** Completing it takes room, and deleting it does not. */
    @Test
    void filesWithoutFramesAreRemovedFromAFullDisk() throws IOException {
        long header = 0;
        try (MatroskaFile measured =
                new MatroskaFile(new DiskFile(directory.resolve("measured")), List.of(Codec.OPUS))) {
            header = measured.length();
        }
        IndexedFile file =
                open(new MatroskaFile(new SmallDisk(directory.resolve("sound"), header), List.of(Codec.OPUS)));
        IOException cause = new IOException("the next file cannot be made");
        file.remove(cause);
        assertThat(directory.resolve("sound")).doesNotExist();
        assertThat(index()).doesNotExist();
        assertThat(cause.getSuppressed()).as("what failed besides").isNotEmpty();
        assertThat(DiskFile.isWrittenIn(directory)).isFalse();
    }
}
