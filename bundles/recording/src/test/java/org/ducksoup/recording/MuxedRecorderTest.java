package org.ducksoup.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecorderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MuxedRecorderTest {
    private static final RecordedTrack DRY_SOUND = new RecordedTrack(Tap.DRY, Codec.OPUS);
    private static final RecordedTrack DRY_PICTURE = new RecordedTrack(Tap.DRY, Codec.H264);
    private static final RecordedTrack WET_SOUND = new RecordedTrack(Tap.WET, Codec.OPUS);
    private static final RecordedTrack WET_PICTURE = new RecordedTrack(Tap.WET, Codec.VP8);

    @TempDir
    Path directory;

    private final RecorderFactory factory = new MuxedRecorderFactory();

    private Recorder open(RecordedTrack... tracks) throws IOException {
        return factory.open(Run.request(directory, "stem", Set.of(tracks)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void write(Recorder recorder, RecordedTrack track) throws IOException {
        Clip clip = track.codec() == Codec.OPUS ? Clip.opus(6) : RealMediaTest.video(track.codec(), "320x240", 2);
        for (int i = 0; i < 50; i++) {
            ByteBuffer frame = ByteBuffer.wrap(clip.frames().get(i)).asReadOnlyBuffer();
            boolean keyFrame = track.codec() == Codec.OPUS || i % 30 == 0;
            recorder.write(track, new EncodedFrame(frame, i * clip.frameNanos(), 0, keyFrame, 0, 0));
            assertThat(frame.remaining())
                    .as("lent as it was")
                    .isEqualTo(clip.frames().get(i).length);
        }
    }

    @Test
    void withoutEffectThereIsADryFile() throws IOException {
        Recorder recorder = open(DRY_SOUND, DRY_PICTURE);
        assertThat(recorder.files()).containsExactly(directory.resolve("stem-dry.mkv"));
        assertThat(recorder.files()).allMatch(Path::isAbsolute).allMatch(Files::exists);
        recorder.close();
        assertThat(names()).containsExactly("stem-dry.mkv");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(recorder.files().get(0))))
                .isEqualTo("rw-r-----");
    }

    @Test
    void withAnEffectOnOneMediumTheWetFileHasTheOtherAsReceived() throws IOException {
        Recorder recorder = open(DRY_SOUND, DRY_PICTURE, WET_PICTURE);
        for (RecordedTrack track : List.of(DRY_SOUND, DRY_PICTURE, WET_PICTURE)) {
            write(recorder, track);
        }
        recorder.close();
        assertThat(names()).containsExactly("stem-dry.mkv", "stem-wet.mkv");
        Probe dry = Probe.of(directory.resolve("stem-dry.mkv"));
        Probe wet = Probe.of(directory.resolve("stem-wet.mkv"));
        assertThat(List.of(dry.stream(0, "codec_name"), dry.stream(1, "codec_name")))
                .containsExactly("opus", "h264");
        assertThat(List.of(wet.stream(0, "codec_name"), wet.stream(1, "codec_name")))
                .containsExactly("opus", "vp8");
        for (Probe probe : List.of(dry, wet)) {
            assertThat(probe.packets(0)).isEqualTo(50);
            assertThat(probe.packets(1)).isEqualTo(50);
        }
        assertThat(Probe.decodingErrors(directory.resolve("stem-dry.mkv"))).isEmpty();
        assertThat(Probe.decodingErrors(directory.resolve("stem-wet.mkv"))).isEmpty();
    }

    @Test
    void withEffectsOnBothTheWetFileHasNothingDry() throws IOException {
        Recorder recorder = open(DRY_SOUND, DRY_PICTURE, WET_SOUND, WET_PICTURE);
        write(recorder, DRY_SOUND);
        recorder.close();
        assertThat(Probe.of(directory.resolve("stem-dry.mkv")).packets(0)).isEqualTo(50);
        assertThat(Probe.times(directory.resolve("stem-wet.mkv"), 0)).isEmpty();
    }

    @Test
    void framesOfAnUnknownTrackAreIgnored() throws IOException {
        Recorder recorder = open(DRY_SOUND);
        write(recorder, DRY_PICTURE);
        recorder.close();
        assertThat(Probe.of(directory.resolve("stem-dry.mkv")).stream(1, "codec_name"))
                .isEmpty();
    }

    @Test
    void tracksMayBeFarApart() throws IOException {
        Recorder recorder = open(DRY_SOUND, DRY_PICTURE);
        Clip sound = Clip.opus(6);
        for (int i = 0; i < 6; i++) {
            recorder.write(
                    DRY_SOUND,
                    new EncodedFrame(
                            ByteBuffer.wrap(sound.frames().get(i)), (20L + i % 2 * 10) * 1_000_000_000, 0, true, 0, 0));
        }
        recorder.close();
        assertThat(Probe.times(directory.resolve("stem-dry.mkv"), 0))
                .containsExactly(20.0, 30.0, 20.0, 30.0, 20.0, 30.0);
    }

    @Test
    void anOpeningThatFailsLeavesNothingBehind() throws IOException {
        Files.createFile(directory.resolve("stem-wet.mkv"));
        assertThatIOException().isThrownBy(() -> open(DRY_SOUND, WET_SOUND));
        assertThat(names()).containsExactly("stem-wet.mkv");
    }

    @Test
    void aFrameThatIsNoVideoSpoilsNothing() throws IOException {
        Recorder recorder = open(DRY_SOUND, DRY_PICTURE);
        for (String nonsense :
                List.of("", "00", "000001", "0000000167", "00000001670000000168", "aabbcc", "000000016588")) {
            byte[] bytes = HexFormat.of().parseHex(nonsense);
            recorder.write(DRY_PICTURE, new EncodedFrame(ByteBuffer.wrap(bytes), 0, 0, true, 0, 0));
        }
        write(recorder, DRY_SOUND);
        write(recorder, DRY_PICTURE);
        recorder.close();
        assertThat(Probe.decodingErrors(directory.resolve("stem-dry.mkv"))).isEmpty();
        assertThat(Probe.of(directory.resolve("stem-dry.mkv")).packets(1)).isEqualTo(50);
    }

    /** Compares every byte of a small file, so that the format does not change by accident. */
    @Test
    void theFileIsAsItAlwaysWas() throws IOException {
        Recorder recorder = open(DRY_SOUND);
        byte[] packet = {(byte) 0xf8, 1, 2};
        recorder.write(DRY_SOUND, new EncodedFrame(ByteBuffer.wrap(packet), 1_000_000, 0, true, 0, 0));
        recorder.close();
        String ebml = "1a45dfa3a3 42868101 42f78101 42f28104 42f38108 4282886d6174726f736b61 42878104 42858102";
        String segment = "18538067 01000000000008b1";
        String seekHead = "114d9b74ab 4dbb8b53ab841549a96653ac8160 4dbb8b53ab841654ae6b53ac818d"
                + "4dbb8c53ab841c53bb6b53ac82089e ec0100000000000027" + "00".repeat(39);
        String info = "1549a966a8 2ad7b1830186a0 4d80884475636b536f7570 5741884475636b536f7570 4489884069000000000000";
        String tracks = "1654ae6bce aecc d78101 73c58101 838102 9c8100 22b59c83756e64 8686415f4f505553"
                + "63a2934f707573486561640102000080bb0000000000 56aa8100 56bb8404c4b400"
                + "e18d b58840e7700000000000 9f8102 ec01000000000007a4" + "00".repeat(0x7a4);
        String cluster = "1f43b6758c e7810a a38781000080f80102";
        String cues = "1c53bb6b8e bb8c b3810a b787 f78101 f182088d";
        byte[] file = Files.readAllBytes(directory.resolve("stem-dry.mkv"));
        String expected = ebml + segment + seekHead + info + tracks + cluster + cues;
        assertThat(HexFormat.of().formatHex(file)).isEqualTo(expected.replace(" ", ""));
    }
}
