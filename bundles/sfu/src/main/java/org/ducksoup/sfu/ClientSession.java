package org.ducksoup.sfu;

import java.util.function.Consumer;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.routing.OfferCause;
import org.jspecify.annotations.Nullable;

/**
 * What a client says on one signaling channel. It concerns the connection that was made for this channel, or the one
 * that the channel resumed. The client speaks from any thread and is heard on the interaction's.
 */
final class ClientSession implements ParticipantSession {
    private static final String PREFLIGHT = "client_preflight";

    private final Interaction interaction;
    private final ConnectionEvents events;
    private final InteractionLog log;
    private final JoinRequest request;
    private final SignalingChannel channel;
    private @Nullable ParticipantConnection connection;
    private boolean closed;

    ClientSession(
            Interaction interaction,
            ConnectionEvents events,
            InteractionLog log,
            JoinRequest request,
            SignalingChannel channel) {
        this.interaction = interaction;
        this.events = events;
        this.log = log;
        this.request = request;
        this.channel = channel;
    }

    JoinRequest request() {
        return request;
    }

    SignalingChannel channel() {
        return channel;
    }

    /** From now on the client speaks for this connection. On the interaction's thread. */
    void speakFor(ParticipantConnection newConnection) {
        connection = newConnection;
    }

    /** Whether the channel is gone. On the interaction's thread. */
    boolean isClosed() {
        return closed;
    }

    /** Runs a task unless another channel speaks for the connection meanwhile. */
    private void withConnection(Consumer<ParticipantConnection> task) {
        interaction.execute(() -> {
            ParticipantConnection current = connection;
            if (current != null && current.channel().current() == channel) {
                task.accept(current);
            }
        });
    }

    private void whileOpen(Consumer<ParticipantConnection> task) {
        withConnection(current -> {
            if (current.isOpen()) {
                task.accept(current);
            }
        });
    }

    @Override
    public void answer(SessionDescription answer) {
        whileOpen(current -> current.acceptAnswer(answer));
    }

    @Override
    public void addCandidate(IceCandidate candidate) {
        whileOpen(current -> current.addCandidate(candidate));
    }

    @Override
    public void negotiationNeeded(String signalingState) {
        whileOpen(current -> current.negotiate(OfferCause.ASKED_BY_CLIENT));
    }

    @Override
    public void iceDisconnected() {
        whileOpen(current -> current.restartIce(OfferCause.DISCONNECTED));
    }

    @Override
    public void control(EffectControl control) {
        whileOpen(current -> events.control(current, control));
    }

    @Override
    public void log(ClientLog entry) {
        whileOpen(current -> log.tell(scope -> event(scope, entry), current.userId()));
    }

    private static InteractionEvent event(InteractionEvent.Scope scope, ClientLog entry) {
        String payload = entry.payload();
        return payload != null && entry.kind().equals(PREFLIGHT)
                ? new InteractionEvent.PreflightReported(scope, payload)
                : new InteractionEvent.ClientLogged(scope, entry);
    }

    @Override
    public void leave() {
        withConnection(current -> interaction.disconnect(current, LeaveCause.CLIENT_STOP));
    }

    @Override
    public void channelClosed() {
        interaction.execute(() -> closed = true);
        withConnection(current -> interaction.disconnect(current, LeaveCause.CHANNEL_CLOSED));
    }

    @Override
    public void channelLost() {
        interaction.execute(() -> closed = true);
        withConnection(events::onChannelLost);
    }
}
