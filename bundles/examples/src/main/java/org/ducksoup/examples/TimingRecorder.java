package org.ducksoup.examples;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.recording.RecorderName;
import org.ducksoup.api.recording.RecordingRequest;
import org.osgi.service.component.annotations.Component;

/** {@code recordingMode: "timing"} writes when each frame came, and nothing of what was said or shown. */
@Component
@RecorderName("timing")
public final class TimingRecorder implements RecorderFactory {
    @Override
    public Recorder open(RecordingRequest request) throws IOException {
        Path file = request.directory().resolve(request.fileStem() + "-timing.csv");
        Writer writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW);
        writer.write("tap,kind,captured,arrived,bytes,key,lost_before\n");
        return new Recorder() {
            @Override
            public void write(RecordedTrack track, EncodedFrame frame) throws IOException {
                writer.write(track.tap() + "," + track.kind() + "," + frame.timestampNanos() / 1e9 + ","
                        + frame.arrivalNanos() / 1e9 + "," + frame.data().remaining() + "," + frame.keyFrame() + ","
                        + frame.lostBefore() + "\n");
            }

            @Override
            public void flush() throws IOException {
                writer.flush();
            }

            @Override
            public List<Path> files() {
                return List.of(file);
            }

            @Override
            public void close() throws IOException {
                writer.close();
            }
        };
    }
}
