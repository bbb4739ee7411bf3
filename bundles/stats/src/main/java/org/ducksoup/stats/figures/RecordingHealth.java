package org.ducksoup.stats.figures;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.InteractionEnded;
import org.ducksoup.api.interaction.InteractionEvent.ParticipantConnected;
import org.ducksoup.api.interaction.InteractionEvent.RecorderLost;
import org.ducksoup.api.interaction.InteractionEvent.RecordingFailed;
import org.ducksoup.api.interaction.InteractionEvent.RecordingResumed;
import org.ducksoup.api.interaction.InteractionEvent.RecordingStalled;
import org.ducksoup.api.interaction.InteractionEvent.RunOpened;

/** Whether an interaction is recorded, from its events. */
final class RecordingHealth {
    /** The later ones are worse, as long as something is recorded. */
    enum State {
        /** The interaction has not started. */
        NOT_BEGUN,
        /** The interaction's mode, or the server, records nothing. */
        OFF,
        RUNNING,
        /** The disk does not answer. What comes waits in memory. */
        STALLED,
        /** Something is not recorded at the moment. It is tried again. */
        INTERRUPTED,
        /** Nothing more is recorded of a participant's connection. */
        FAILED,
        /** The interaction is over, and so are its files. */
        COMPLETE,
        /** The interaction is over, and some of its files are not complete. */
        INCOMPLETE;

        /** The spelling in the feed: {@code not_begun}. */
        String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<String, State> troubles = new LinkedHashMap<>();
    private State whole = State.NOT_BEGUN;

    void hear(InteractionEvent event) {
        String user = String.valueOf(event.scope().userId());
        if (event instanceof RunOpened opened) {
            whole = opened.run().recorded() ? State.RUNNING : State.OFF;
        } else if (event instanceof RecordingStalled) {
            troubles.put(user, State.STALLED);
        } else if (event instanceof RecorderLost) {
            troubles.put(user, State.INTERRUPTED);
        } else if (event instanceof RecordingFailed failed) {
            troubles.put(user, failed.isFinal() ? State.FAILED : State.INTERRUPTED);
        } else if (event instanceof RecordingResumed || event instanceof ParticipantConnected) {
            // Each connection is recorded into files of its own.
            troubles.remove(user);
        } else if (event instanceof InteractionEnded ended && whole == State.RUNNING) {
            whole = ended.incomplete().isEmpty() ? State.COMPLETE : State.INCOMPLETE;
        }
    }

    State state() {
        return whole == State.RUNNING && !troubles.isEmpty() ? Collections.max(troubles.values()) : whole;
    }

    /** The participants whose media is not recorded as it should be. */
    List<String> users() {
        return whole == State.RUNNING ? List.copyOf(troubles.keySet()) : List.of();
    }
}
