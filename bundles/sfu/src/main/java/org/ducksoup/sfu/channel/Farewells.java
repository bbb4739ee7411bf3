package org.ducksoup.sfu.channel;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.parts.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last messages of an interaction for clients without a channel. They get them when they come back to
 * resume it. Thread-safe.
 */
public final class Farewells {
    /** Longer than a client tries to resume. */
    static final Duration KEPT = Duration.ofSeconds(60);

    private final Timer timer;
    private final Map<String, List<ServerMessage>> messages = new HashMap<>();

    public Farewells(Timer timer) {
        this.timer = timer;
    }

    void keep(String resumeToken, List<ServerMessage> missed) {
        synchronized (messages) {
            messages.put(resumeToken, List.copyOf(missed));
        }
        timer.schedule(KEPT, () -> take(resumeToken));
    }

    /** The messages for this token, once; null if there are none. */
    @Nullable
    public List<ServerMessage> take(String resumeToken) {
        synchronized (messages) {
            return messages.remove(resumeToken);
        }
    }
}
