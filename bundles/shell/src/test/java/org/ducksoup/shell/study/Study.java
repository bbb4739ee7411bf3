package org.ducksoup.shell.study;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.operation.InteractionState;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.ParticipantStatus;
import org.ducksoup.api.operation.ParticipantStatus.Presence;

/** Interactions for tests. */
public final class Study {
    private static final Instant START = Instant.parse("2026-11-28T10:00:05Z");

    private Study() {}

    public static InteractionStatus waiting(String origin, String namespace, String name) {
        return new InteractionStatus(
                new InteractionKey(origin, namespace, name),
                null,
                InteractionState.WAITING,
                START.minusSeconds(5),
                null,
                Duration.ofSeconds(300),
                Duration.ofSeconds(300),
                2,
                "none",
                List.of());
    }

    public static InteractionStatus waiting(String name) {
        return waiting("https://lab.example", "study", name);
    }

    public static InteractionStatus running(String name) {
        return new InteractionStatus(
                new InteractionKey("https://lab.example", "study", name),
                null,
                InteractionState.RUNNING,
                START.minusSeconds(5),
                START,
                Duration.ofSeconds(300),
                Duration.ofMillis(61_500),
                2,
                "muxed",
                List.of(
                        new ParticipantStatus(
                                "ann",
                                Presence.PRESENT,
                                2,
                                List.of(),
                                "pitch pitch=0.8 name=voice ! volume name=loud",
                                "coloreffects name=picture",
                                Map.of("voice.pitch", 1.2f),
                                false),
                        new ParticipantStatus("bob", Presence.AWAY, 1, List.of(), null, null, Map.of(), false)));
    }
}
