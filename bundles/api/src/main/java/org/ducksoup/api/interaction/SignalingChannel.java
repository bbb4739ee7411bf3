package org.ducksoup.api.interaction;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** The way to one client. Thread-safe, nothing here blocks or throws; messages leave in the order of the calls. */
@ConsumerType
public interface SignalingChannel {
    void send(ServerMessage message);

    /** Closes after what was sent has left. Idempotent. */
    void close();

    /** Completes with whether the client still answers. */
    CompletionStage<Boolean> isAlive(Duration timeout);
}
