package org.ducksoup.api.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.ducksoup.api.interaction.InteractionKey;
import org.jspecify.annotations.Nullable;

/**
 * An interaction at one moment.
 *
 * @param key which interaction
 * @param server name of the server where it lives; null on a server that is alone
 * @param state where it is between its creation and its end
 * @param createdAt when the first participant joined
 * @param startedAt when all were there; null before
 * @param duration from the start to the end, extensions included
 * @param remaining until the end; the whole duration before the start
 * @param size how many participants it waits for
 * @param recordingMode in effect
 * @param participants in the order in which they came
 */
public record InteractionStatus(
        InteractionKey key,
        @Nullable String server,
        InteractionState state,
        Instant createdAt,
        @Nullable Instant startedAt,
        Duration duration,
        Duration remaining,
        int size,
        String recordingMode,
        List<ParticipantStatus> participants) {
    public InteractionStatus {
        participants = List.copyOf(participants);
    }

    /** The same, with the name of the server where it lives. */
    public InteractionStatus on(String name) {
        return new InteractionStatus(
                key, name, state, createdAt, startedAt, duration, remaining, size, recordingMode, participants);
    }
}
