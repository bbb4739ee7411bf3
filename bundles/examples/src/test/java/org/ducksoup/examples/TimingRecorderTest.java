package org.ducksoup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.apitestkit.EncodedFrames;
import org.ducksoup.apitestkit.RecorderContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimingRecorderTest extends RecorderContract {
    TimingRecorderTest() {
        super(new TimingRecorder());
    }

    @Test
    void eachFrameIsARow(@TempDir Path directory) throws Exception {
        RecordingRequest request = new RecordingRequest(
                directory, directory, "stem", Set.of(EncodedFrames.DRY_SOUND, EncodedFrames.WET_PICTURE), Map.of());
        try (Recorder recorder = new TimingRecorder().open(request)) {
            recorder.write(EncodedFrames.DRY_SOUND, EncodedFrames.of(EncodedFrames.DRY_SOUND, 50));
            recorder.write(EncodedFrames.WET_PICTURE, EncodedFrames.of(EncodedFrames.WET_PICTURE, 45));
        }
        assertThat(Files.readAllLines(directory.resolve("stem-timing.csv")))
                .containsExactly(
                        "tap,kind,captured,arrived,bytes,key,lost_before",
                        "DRY,AUDIO,1.0,1.0,120,true,0",
                        "WET,VIDEO,1.5,1.5,120,false,0");
    }
}
