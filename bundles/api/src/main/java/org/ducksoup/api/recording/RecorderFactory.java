package org.ducksoup.api.recording;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** Opens the recorders of one recording mode. Register it as a service with {@link RecorderName}. */
@ConsumerType
public interface RecorderFactory {
    /**
     * Opens a recorder for one connection of one participant. Called on the recorder's own thread, may block.
     *
     * @throws IOException if nothing can be written there; {@code recording_failed} is logged, and it is tried again later
     */
    Recorder open(RecordingRequest request) throws IOException;
}
