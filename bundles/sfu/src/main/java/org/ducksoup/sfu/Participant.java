package org.ducksoup.sfu;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.transport.OutboundTrack;
import org.jspecify.annotations.Nullable;

/** A seat in an interaction; it survives a reconnection. On the interaction's thread. */
final class Participant {
    private final String userId;
    private final String streamId = UUID.randomUUID().toString();
    private final Map<String, EffectControl> controls = new LinkedHashMap<>();
    private int connectionCount;
    private boolean leftForGood;
    private @Nullable ConnectedSession session;

    Participant(String userId) {
        this.userId = userId;
    }

    String userId() {
        return userId;
    }

    /** The same for all tracks and all connections of the participant. */
    String streamId() {
        return streamId;
    }

    OutboundTrack track(Codec codec) {
        return new OutboundTrack(streamId, streamId + "-" + codec.kind().token(), codec, streamId);
    }

    /** The last value of each property that was controlled, to be set again after a reconnection. */
    Collection<EffectControl> controls() {
        return controls.values();
    }

    void remember(EffectControl control) {
        EffectControl settled =
                new EffectControl(control.effectName(), control.property(), control.value(), Duration.ZERO, null);
        controls.put(control.effectName() + "." + control.property(), settled);
    }

    int connectionCount() {
        return connectionCount;
    }

    @Nullable
    ConnectedSession session() {
        return session;
    }

    boolean isConnected() {
        return session != null;
    }

    void connect(ConnectedSession newSession) {
        connectionCount++;
        session = newSession;
        leftForGood = false;
    }

    void disconnect() {
        session = null;
    }

    /** Whether the participant said stop, and is not expected back. */
    boolean hasLeftForGood() {
        return leftForGood;
    }

    void leaveForGood() {
        session = null;
        leftForGood = true;
    }
}
