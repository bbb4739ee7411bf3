package org.ducksoup.sfu;

import java.util.function.Consumer;
import org.ducksoup.api.interaction.ClientReport;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.events.LeaveCause;
import org.ducksoup.sfu.negotiation.OfferCause;
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
    private JoinRequest request;
    private final SignalingChannel channel;
    private @Nullable ParticipantConnection connection;
    private boolean closed;
    /** Receives the client's messages if the interaction ended before it admitted the client. */
    private @Nullable ParticipantSession successor;

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

    /** The client asks for what its plan says. On the interaction's thread. */
    void askFor(JoinRequest filled) {
        request = filled;
    }

    SignalingChannel channel() {
        return channel;
    }

    /** Binds the client's messages to this connection. On the interaction's thread. */
    void speakFor(ParticipantConnection newConnection) {
        connection = newConnection;
    }

    /** Moves the client to another interaction. On the interaction's thread. */
    void goOnAs(ParticipantSession session) {
        successor = session;
    }

    /** Whether the channel is gone. On the interaction's thread. */
    boolean isClosed() {
        return closed;
    }

    /**
     * Runs a task unless another channel speaks for the connection meanwhile.
     *
     * @param elsewhere what is done instead if the client is in another interaction
     */
    private void withConnection(Consumer<ParticipantSession> elsewhere, Consumer<ParticipantConnection> task) {
        interaction.execute(() -> {
            ParticipantSession other = successor;
            ParticipantConnection current = connection;
            if (other != null) {
                elsewhere.accept(other);
            } else if (current != null && current.channel().current() == channel) {
                task.accept(current);
            }
        });
    }

    private void whileOpen(Consumer<ParticipantSession> elsewhere, Consumer<ParticipantConnection> task) {
        withConnection(elsewhere, current -> {
            if (current.isOpen()) {
                task.accept(current);
            }
        });
    }

    @Override
    public void answer(SessionDescription answer) {
        whileOpen(other -> other.answer(answer), current -> current.acceptAnswer(answer));
    }

    @Override
    public void addCandidate(IceCandidate candidate) {
        whileOpen(other -> other.addCandidate(candidate), current -> current.addCandidate(candidate));
    }

    @Override
    public void negotiationNeeded(String signalingState) {
        whileOpen(
                other -> other.negotiationNeeded(signalingState),
                current -> current.negotiate(OfferCause.ASKED_BY_CLIENT));
    }

    @Override
    public void iceDisconnected() {
        whileOpen(ParticipantSession::iceDisconnected, current -> current.restartIce(OfferCause.DISCONNECTED));
    }

    @Override
    public void control(EffectControl control) {
        whileOpen(other -> other.control(control), current -> events.control(current, control));
    }

    @Override
    public void log(ClientLog entry) {
        whileOpen(other -> other.log(entry), current -> log.tell(scope -> event(scope, entry), current.userId()));
    }

    private static InteractionEvent event(InteractionEvent.Scope scope, ClientLog entry) {
        String payload = entry.payload();
        return payload != null && entry.kind().equals(PREFLIGHT)
                ? new InteractionEvent.PreflightReported(scope, payload)
                : new InteractionEvent.ClientLogged(scope, entry);
    }

    @Override
    public void mark(Mark mark) {
        whileOpen(other -> other.mark(mark), current -> interaction.mark(mark, current.userId()));
    }

    @Override
    public void report(ClientReport report) {
        whileOpen(
                other -> other.report(report),
                current -> log.tell(scope -> new InteractionEvent.ClientReported(scope, report), current.userId()));
    }

    @Override
    public void leave() {
        withConnection(ParticipantSession::leave, current -> interaction.disconnect(current, LeaveCause.CLIENT_STOP));
    }

    @Override
    public void channelClosed() {
        interaction.execute(() -> closed = true);
        withConnection(
                ParticipantSession::channelClosed,
                current -> interaction.disconnect(current, LeaveCause.CHANNEL_CLOSED));
    }

    @Override
    public void channelLost() {
        interaction.execute(() -> closed = true);
        withConnection(ParticipantSession::channelLost, events::onChannelLost);
    }

    @Override
    public void channelGoingAway() {
        interaction.execute(() -> closed = true);
        withConnection(ParticipantSession::channelGoingAway, events::onChannelGoingAway);
    }
}
