package org.ducksoup.recording.reader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.recording.Clip;
import org.ducksoup.recording.SplitRecorderFactory;
import org.ducksoup.recording.salvage.FileRepair;

/**
 * A recorded video of somebody who joined 20 seconds after the others, and the times of its frames. A camera's pictures
 * come up to 12 ms late.
 */
record VideoFile(Path file, List<Long> times) {
    private static final long JOINED_NANOS = 20_000_000_000L;
    private static final int RATE = 30;
    private static final long LATE_NANOS = 12_000_000;
    private static final byte[] HALF_A_CLUSTER = {0x1F, 0x43, (byte) 0xB6};

    /** @param salvaged whether the server was killed at the end */
    static VideoFile record(Path directory, Tap tap, List<Clip> clips, boolean salvaged) throws IOException {
        Codec codec = clips.get(0).codec();
        RecordedTrack track = new RecordedTrack(tap, codec);
        Path index = Files.createDirectories(directory.resolve("index"));
        Map<RecordedTrack, Integer> rates = tap == Tap.WET ? Map.of(track, RATE) : Map.of();
        Recorder recorder =
                new SplitRecorderFactory().open(new RecordingRequest(directory, index, "stem", Set.of(track), rates));
        List<Long> times = write(recorder, track, clips);
        Path file = recorder.files().get(0);
        if (!salvaged) {
            recorder.close();
            return new VideoFile(file, times);
        }
        recorder.flush();
        Path left = directory.resolve("killed-" + file.getFileName());
        Files.copy(file, left, StandardCopyOption.REPLACE_EXISTING);
        Files.write(left, HALF_A_CLUSTER, StandardOpenOption.APPEND);
        recorder.close();
        FileRepair.repair(left, Clock.systemUTC());
        return new VideoFile(left, times);
    }

    private static List<Long> write(Recorder recorder, RecordedTrack track, List<Clip> clips) throws IOException {
        Random random = new Random(3);
        List<Long> times = new ArrayList<>();
        for (Clip clip : clips) {
            int inClip = 0;
            for (byte[] frame : clip.frames()) {
                long late = track.tap() == Tap.WET ? 0 : random.nextLong(LATE_NANOS);
                long time = JOINED_NANOS + times.size() * 1_000_000_000L / RATE + late;
                boolean keyFrame = inClip++ % RATE == 0;
                recorder.write(track, new EncodedFrame(ByteBuffer.wrap(frame), time, 0, keyFrame, time, 0));
                times.add(time);
            }
        }
        return times;
    }

    int frames() {
        return times.size();
    }

    /** The rate to read in the file. */
    double rate(Tap tap) {
        return tap == Tap.WET ? RATE : (frames() - 1) / (seconds() - 1.0 / RATE);
    }

    /** From the first frame to the end of the last one, which is about as long as the others. */
    double seconds() {
        return (times.get(times.size() - 1) - times.get(0)) / 1e9 + 1.0 / RATE;
    }
}
