package org.ducksoup.recording.salvage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.recording.Clip;
import org.ducksoup.recording.MuxedRecorderFactory;
import org.ducksoup.recording.Probe;
import org.ducksoup.recording.RealMediaTest;
import org.ducksoup.recording.Run;
import org.ducksoup.recording.Segment;
import org.ducksoup.recording.SmallDisk;
import org.ducksoup.recording.file.FileFacts;
import org.ducksoup.recording.file.IndexRow;
import org.ducksoup.recording.manifest.FileInspector;
import org.ducksoup.recording.matroska.MatroskaFile;
import org.ducksoup.recording.ogg.OggOpusFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The file is not closed, or the disk fails. */
class CrashTest {
    private static final int VIDEO = 1;

    @TempDir
    Path directory;

    private static Recorder open(Path directory, Codec codec) throws IOException {
        Set<RecordedTrack> tracks = EnumSet.of(codec, Codec.OPUS).stream()
                .map(each -> new RecordedTrack(Tap.DRY, each))
                .collect(Collectors.toSet());
        return new MuxedRecorderFactory().open(Run.request(directory, "stem", tracks));
    }

    /** Fifty random places, half of them for each codec. */
    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void whereverAFileEndsItPlaysUpToTheLastWholeCluster(Codec codec) throws IOException {
        Recorder recorder = open(directory, codec);
        new Run(recorder, EnumSet.of(codec, Codec.OPUS)).feed(RealMediaTest.call(codec));
        byte[] file = Files.readAllBytes(recorder.files().get(0));
        recorder.close();
        List<Segment> clusters = Segment.elements(file).stream()
                .filter(element -> element.id() == Segment.CLUSTER)
                .toList();
        assertThat(clusters).hasSizeBetween(6, 14);
        Random random = new Random(9);
        for (int i = 0; i < 25; i++) {
            int length = clusters.get(0).offset()
                    + random.nextInt(file.length - clusters.get(0).offset());
            Path cut = Files.write(directory.resolve("cut.mkv"), Arrays.copyOf(file, length));
            long whole = clusters.stream()
                    .filter(cluster -> cluster.end() <= length)
                    .mapToLong(cluster -> cluster.blocks(file, VIDEO + 1))
                    .sum();
            assertThat(Probe.decodedFrames(cut, VIDEO)).as("%s bytes", length).isGreaterThanOrEqualTo(whole);
        }
        for (Segment cluster : clusters) {
            Path cut = Files.write(directory.resolve("cut.mkv"), Arrays.copyOf(file, cluster.end()));
            assertThat(Probe.decodingErrors(cut)).isEmpty();
        }
    }

    @Test
    void whatWasFlushedIsInTheFile() throws IOException {
        Recorder recorder = open(directory, Codec.VP8);
        RecordedTrack track = new RecordedTrack(Tap.DRY, Codec.OPUS);
        byte[] packet = Clip.opus(6).frames().get(0);
        recorder.write(track, new EncodedFrame(ByteBuffer.wrap(packet), 0, 0, true, 0, 0));
        Path file = recorder.files().get(0);
        long before = Files.size(file);
        recorder.flush();
        assertThat(Files.size(file)).isGreaterThan(before + packet.length);
        long after = Files.size(file);
        recorder.flush();
        assertThat(Files.size(file)).as("nothing new, nothing written").isEqualTo(after);
        recorder.close();
    }

    @Test
    void framesAloneBringEverySecondToTheDisk() throws IOException {
        Recorder recorder = open(directory, Codec.VP8);
        RecordedTrack track = new RecordedTrack(Tap.DRY, Codec.OPUS);
        byte[] packet = Clip.opus(6).frames().get(0);
        for (int i = 0; i <= 50; i++) {
            recorder.write(track, new EncodedFrame(ByteBuffer.wrap(packet), i * 20_000_000L, 0, true, 0, 0));
        }
        byte[] file = Files.readAllBytes(recorder.files().get(0));
        assertThat(Segment.elements(file)).anyMatch(element -> element.id() == Segment.CLUSTER);
        recorder.close();
    }

    @Test
    void aFullDiskEndsTheFileWithItsLastWholeCluster() throws IOException {
        SmallDisk disk = new SmallDisk(directory.resolve("full.mkv"), 100_000);
        MatroskaFile file = new MatroskaFile(disk, List.of(Codec.H264));
        Clip clip = Clip.h264("320x240", 6);
        int failures = 0;
        for (int i = 0; i < clip.frames().size(); i++) {
            try {
                file.write(
                        0,
                        new EncodedFrame(
                                ByteBuffer.wrap(clip.frames().get(i)), i * clip.frameNanos(), 0, i % 30 == 0, 0, 0));
            } catch (IOException e) {
                failures++;
            }
        }
        assertThat(failures).isEqualTo(1);
        file.flush();
        file.close();
        assertThat(disk.refusals()).as("asked once, not again and again").isEqualTo(1);
        assertThat(Files.size(file.path())).isBetween(30_000L, 100_000L);
        assertThat(Probe.decodingErrors(file.path())).isEmpty();
        Probe probe = Probe.of(file.path());
        assertThat(probe.packets(0)).isBetween(27L, 150L);
        assertThat(probe.duration()).isPositive();
    }

    @Test
    void aDiskThatIsFullOnlyAtTheEndCostsTheIndexAlone() throws IOException {
        Clip clip = Clip.opus(6);
        Path whole = directory.resolve("whole.mkv");
        for (boolean full : new boolean[] {false, true}) {
            Path path = full ? directory.resolve("full.mkv") : whole;
            SmallDisk disk = new SmallDisk(path, full ? Files.size(whole) - 1 : Long.MAX_VALUE / 2);
            MatroskaFile file = new MatroskaFile(disk, List.of(Codec.OPUS));
            for (int i = 0; i < clip.frames().size(); i++) {
                file.write(
                        0,
                        new EncodedFrame(ByteBuffer.wrap(clip.frames().get(i)), i * clip.frameNanos(), 0, true, 0, 0));
            }
            if (full) {
                assertThatIOException().isThrownBy(file::close).withMessage("No space left on device");
            } else {
                file.close();
            }
            assertThat(Probe.decodingErrors(path)).isEmpty();
            assertThat(Probe.of(path).packets(0)).isEqualTo(clip.frames().size());
            assertThat(Probe.of(path).duration()).isCloseTo(clip.frames().size() * 0.02, within(0.0001));
        }
    }

    /** The recording is tried again under the same name when the disk works again. */
    @Test
    void aHeaderThatTheDiskDoesNotTakeLeavesNoFile() {
        Path mkv = directory.resolve("a-dry.mkv");
        assertThatIOException().isThrownBy(() -> new MatroskaFile(new SmallDisk(mkv, 100), List.of(Codec.OPUS)));
        assertThat(mkv).doesNotExist();
        Path ogg = directory.resolve("a-dry.ogg");
        assertThatIOException().isThrownBy(() -> new OggOpusFile(new SmallDisk(ogg, 50)));
        assertThat(ogg).doesNotExist();
    }

    /** A real file system, on machines that may mount one. */
    @Test
    void aRealDiskThatIsFull() throws IOException {
        Path small = Files.createDirectory(directory.resolve("small"));
        String refused = Probe.run("mount", "-t", "tmpfs", "-o", "size=96k", "none", small.toString());
        assumeThat(refused).as("mounting").isEmpty();
        try {
            Recorder recorder = open(small, Codec.VP8);
            Run run = new Run(recorder, EnumSet.of(Codec.VP8, Codec.OPUS));
            assertThatThrownBy(() -> run.feed(RealMediaTest.call(Codec.VP8)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("No space left on device");
            recorder.close();
            Path file = recorder.files().get(0);
            assertThat(Probe.decodingErrors(file)).isEmpty();
            assertThat(Probe.decodedFrames(file, VIDEO)).isGreaterThan(20);
            FileFacts facts = FileInspector.inspect(file);
            for (FileFacts.Track track : facts.tracks()) {
                assertThat(rows(directory.resolve("small-index").resolve("stem-dry.mkv.csv"), track.codec()))
                        .as("lines of %s in the index, which is on another disk", track.codec())
                        .isEqualTo(track.frames());
            }
        } finally {
            Probe.run("umount", small.toString());
        }
    }

    private static long rows(Path index, Codec codec) throws IOException {
        AtomicLong rows = new AtomicLong();
        IndexRow.forEach(index, row -> rows.addAndGet(row.isInFile() && row.kind() == codec.kind() ? 1 : 0));
        return rows.get();
    }

    @Test
    void nothingIsEverOverwritten() throws IOException {
        Path there = Files.writeString(directory.resolve("stem-dry.mkv"), "a trial");
        assertThatIOException().isThrownBy(() -> open(directory, Codec.VP8));
        assertThat(there).hasContent("a trial");
    }
}
