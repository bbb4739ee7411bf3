package org.ducksoup.recording;

import java.io.IOException;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.recording.RecorderName;
import org.ducksoup.api.recording.RecordingRequest;
import org.osgi.service.component.annotations.Component;

/** The default recording mode. */
@Component
@RecorderName("muxed")
public final class MuxedRecorderFactory implements RecorderFactory {
    @Override
    public Recorder open(RecordingRequest request) throws IOException {
        return new MuxedRecorder(request);
    }
}
