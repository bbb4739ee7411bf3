package org.ducksoup.api.interaction;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** Sends messages to one client. Thread-safe; no method blocks or throws; messages leave in the order of the calls. */
@ConsumerType
public interface SignalingChannel {
    void send(ServerMessage message);

    /**
     * The number of messages from the client that this channel has handled since the join. The join is not counted;
     * messages without effect are. A client that comes back on another channel sends the later ones again.
     */
    long handled();

    /** Closes after the messages sent before have left. Idempotent. */
    void close();

    /** Completes with whether the client still answers. */
    CompletionStage<Boolean> isAlive(Duration timeout);
}
