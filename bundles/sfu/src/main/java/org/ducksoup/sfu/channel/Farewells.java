package org.ducksoup.sfu.channel;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.Resumption;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.parts.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last messages of an interaction for its clients. A client whose channel was lost at the end comes back for
 * them. Thread-safe.
 */
public final class Farewells {
    /** Longer than a client tries to resume. */
    static final Duration KEPT = Duration.ofSeconds(60);

    private final Timer timer;
    private final Map<String, LastMessages> messages = new HashMap<>();

    public Farewells(Timer timer) {
        this.timer = timer;
    }

    void keep(String resumeToken, LastMessages last) {
        synchronized (messages) {
            messages.put(resumeToken, last);
        }
        timer.schedule(KEPT, () -> remove(resumeToken));
    }

    /** What the client has missed, once; empty if it has missed nothing or is not known. */
    public List<ServerMessage> take(Resumption resumption) {
        LastMessages last = remove(resumption.token());
        return last == null ? List.of() : last.missed(resumption.heard());
    }

    private @Nullable LastMessages remove(String resumeToken) {
        synchronized (messages) {
            return messages.remove(resumeToken);
        }
    }
}
