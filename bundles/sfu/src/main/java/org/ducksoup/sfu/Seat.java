package org.ducksoup.sfu;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.sfu.media.Participant;
import org.jspecify.annotations.Nullable;

/** A participant's place in an interaction. It survives a reconnection. On the interaction's thread. */
final class Seat {
    private final Participant participant;
    private final Map<String, EffectControl> controls = new LinkedHashMap<>();
    private final Set<MediaKind> held = EnumSet.noneOf(MediaKind.class);
    private int connectionCount;
    private @Nullable ParticipantConnection connection;
    private @Nullable JoinRequest request;

    Seat(Participant participant) {
        this.participant = participant;
    }

    Participant participant() {
        return participant;
    }

    /** The last value of each property that was controlled. A reconnection sets them again. */
    Collection<EffectControl> controls() {
        return controls.values();
    }

    void remember(EffectControl control) {
        EffectControl settled =
                new EffectControl(control.effectName(), control.property(), control.value(), Duration.ZERO, null);
        controls.put(control.effectName() + "." + control.property(), settled);
    }

    /** Withholds one of the participant's media from the others, or no more. It counts for later tracks, too. */
    void hold(MediaKind kind, boolean on) {
        if (on) {
            held.add(kind);
        } else {
            held.remove(kind);
        }
    }

    boolean isHeld(MediaKind kind) {
        return held.contains(kind);
    }

    int connectionCount() {
        return connectionCount;
    }

    /** Null while the participant is away. */
    @Nullable
    ParticipantConnection connection() {
        return connection;
    }

    /** With which the participant joined last; null before the first connection. */
    @Nullable
    JoinRequest request() {
        return request;
    }

    void connect(ParticipantConnection newConnection) {
        request = newConnection.request();
        connectionCount++;
        connection = newConnection;
    }

    void disconnect() {
        connection = null;
    }
}
