package org.ducksoup.sfu;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.sfu.media.Participant;
import org.ducksoup.sfu.media.SessionMedia;
import org.jspecify.annotations.Nullable;

/** The participants of one interaction, in the order in which they came. On the interaction's thread. */
final class Seats {
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final Set<String> banned = new HashSet<>();

    /** Null if nobody of this name has a seat. */
    @Nullable
    Seat of(String userId) {
        return seats.get(userId);
    }

    int count() {
        return seats.size();
    }

    Set<String> userIds() {
        return seats.keySet();
    }

    Collection<Seat> all() {
        return seats.values();
    }

    Seat add(String userId) {
        Seat seat = new Seat(Participant.named(userId));
        seats.put(userId, seat);
        return seat;
    }

    /** This user is not admitted again. */
    void ban(String userId) {
        banned.add(userId);
    }

    boolean isBanned(String userId) {
        return banned.contains(userId);
    }

    void remove(Seat seat) {
        seats.remove(seat.participant().userId());
    }

    /** The connections of everybody who is connected. */
    List<ParticipantConnection> connections() {
        return seats.values().stream()
                .map(Seat::connection)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The connection with this media; null if it is over. */
    @Nullable
    ParticipantConnection connectionOf(SessionMedia media) {
        return connections().stream()
                .filter(connection -> connection.media() == media)
                .findFirst()
                .orElse(null);
    }

    /** Sends a message to everybody else who is connected. */
    void sendToOthers(ParticipantConnection connection, ServerMessage message) {
        connections().stream().filter(other -> other != connection).forEach(other -> other.send(message));
    }
}
