package org.ducksoup.recording.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.recording.Clip;
import org.ducksoup.recording.Probe;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other programs read the right rate, length, number of frames and size, also after a crash. */
class ReadersTest {
    private static final int SECONDS = 6;

    @TempDir
    Path directory;

    private static Clip clip(Codec codec, String size, int seconds) throws IOException {
        return codec == Codec.H264 ? Clip.h264(size, seconds) : Clip.vp8(size, seconds);
    }

    @ParameterizedTest
    @CsvSource({"H264, WET, false", "VP8, WET, true", "H264, DRY, true", "VP8, DRY, false"})
    void rateLengthAndNumber(Codec codec, Tap tap, boolean salvaged) throws IOException {
        VideoFile video = VideoFile.record(directory, tap, List.of(clip(codec, "320x240", SECONDS)), salvaged);
        List<Reading> readings = new ArrayList<>(List.of(
                Reading.ffmpeg(video.file(), 0),
                Reading.openCv(video.file()),
                Reading.mkvToolNix(video.file()),
                Reading.gStreamer(video.file())));
        try (Vlc vlc = new Vlc(video.file())) {
            readings.add(vlc.reading());
            vlc.seek(23);
        }
        SoftAssertions softly = new SoftAssertions();
        for (Reading reading : readings) {
            String by = reading.by();
            // GStreamer rounds to common rates. VLC rounds to whole seconds, and forgets the rate of VP8 when it plays.
            if (!Double.isNaN(reading.rate()) || !by.equals("VLC")) {
                softly.assertThat(reading.rate()).as("rate by " + by).isCloseTo(video.rate(tap), within(0.03));
            }
            softly.assertThat(reading.seconds())
                    .as("length by " + by)
                    .satisfiesAnyOf(seconds -> assertThat(seconds).isNaN(), seconds -> assertThat(seconds)
                            .isCloseTo(video.seconds(), within(by.equals("VLC") ? 1 : 0.1)));
            softly.assertThat(reading.width()).as("width by " + by).isEqualTo(320);
            softly.assertThat(reading.height()).as("height by " + by).isEqualTo(240);
            softly.assertThat(reading.frames())
                    .as("frames by " + by)
                    .satisfiesAnyOf(frames -> assertThat(frames).isNaN(), frames -> assertThat(frames)
                            .isCloseTo(video.frames(), within(video.frames() * 0.02)));
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @CsvSource({"H264, DRY, false", "VP8, WET, true"})
    void openCvReadsAllAndSeeks(Codec codec, Tap tap, boolean salvaged) throws IOException {
        VideoFile video = VideoFile.record(directory, tap, List.of(clip(codec, "320x240", SECONDS)), salvaged);
        String text = Reading.openCvText(video.file(), 100);
        assertThat(Reading.number(text, "read=([0-9]+)")).isEqualTo(video.frames());
        double sought = (video.times().get(100) - video.times().get(0)) / 1e6;
        assertThat(Reading.number(text, "at=([0-9.]+)")).as(text).isCloseTo(sought, within(34.0));
    }

    @ParameterizedTest
    @CsvSource({"H264, true", "VP8, false"})
    void theHeaderHasTheLargestSizeAndEveryFrameItsOwn(Codec codec, boolean salvaged) throws IOException {
        // VLC plays, and tells only what it shows at the moment.
        List<Clip> clips = List.of(
                clip(codec, "320x240", 2),
                clip(codec, "640x480", 2),
                clip(codec, "480x640", 2),
                clip(codec, "176x144", 2));
        VideoFile video = VideoFile.record(directory, Tap.DRY, clips, salvaged);
        List<Reading> headers = List.of(Reading.mkvToolNix(video.file()), Reading.gStreamer(video.file()));
        assertThat(headers).allSatisfy(reading -> {
            assertThat(reading.width()).as(reading.by()).isEqualTo(640);
            assertThat(reading.height()).as(reading.by()).isEqualTo(480);
        });
        List<String> sizes = List.of("320x240", "640x480", "480x640", "176x144");
        assertThat(Reading.sizesByFfmpeg(video.file())).isEqualTo(sizes);
        assertThat(Reading.sizesByGStreamer(video.file(), codec)).isEqualTo(sizes);
        try (Vlc vlc = new Vlc(video.file())) {
            sizes.forEach(vlc::awaitSize);
        }
        assertThat(Probe.decodingErrors(video.file())).isEmpty();
        assertThat(Probe.decodedFrames(video.file(), 0)).isEqualTo(video.frames());
    }
}
