package org.ducksoup.api.operation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A participant of an interaction at one moment.
 *
 * @param userId as the page wrote it
 * @param presence whether the participant is there
 * @param connectionCount how often the participant has joined this run: 2 after a reload
 * @param missing what the participant still needs before the interaction can start: {@code connection}, {@code audio},
 *     {@code video}, {@code effect}; empty for those who are ready
 * @param audioFx effect on the voice as the page wrote it, or null
 * @param videoFx effect on the picture as the page wrote it, or null
 * @param controls the values that were set live, by {@code effect.property}
 * @param blind whether effects and values are left out here, because a plan decides on them: see {@link Supervision#reveal}
 */
public record ParticipantStatus(
        String userId,
        Presence presence,
        int connectionCount,
        List<String> missing,
        @Nullable String audioFx,
        @Nullable String videoFx,
        Map<String, Object> controls,
        boolean blind) {
    public ParticipantStatus {
        missing = List.copyOf(missing);
        controls = Map.copyOf(controls);
    }

    public enum Presence {
        PRESENT,
        /** Media flows, but the page's WebSocket is lost; the page is expected back. */
        UNREACHABLE,
        /** The participant has left, and may come back. */
        AWAY,
        /** An operator has taken the participant out. */
        REMOVED;

        /** The spelling in tables and in JSON: {@code present}. */
        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
