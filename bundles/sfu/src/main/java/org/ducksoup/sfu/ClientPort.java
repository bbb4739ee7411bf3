package org.ducksoup.sfu;

import java.util.function.Consumer;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.SessionDescription;
import org.jspecify.annotations.Nullable;

/**
 * One signaling channel and the session it speaks for: its own, or one whose channel was lost before. What the client says
 * comes from any thread and is carried out on the interaction's.
 */
final class ClientPort implements ParticipantSession {
    private static final String PREFLIGHT = "client_preflight";

    private final Interaction interaction;
    private final JoinRequest request;
    private final SignalingChannel channel;
    private @Nullable ConnectedSession session;
    private boolean closed;

    ClientPort(Interaction interaction, JoinRequest request, SignalingChannel channel) {
        this.interaction = interaction;
        this.request = request;
        this.channel = channel;
    }

    JoinRequest request() {
        return request;
    }

    SignalingChannel channel() {
        return channel;
    }

    /** Whom it speaks for from now on. On the interaction's thread. */
    void speakFor(ConnectedSession newSession) {
        session = newSession;
    }

    /** Nobody is there any more. On the interaction's thread. */
    boolean isClosed() {
        return closed;
    }

    /** Runs what the client asked for, if its session is still there and it is still the one that speaks for it. */
    private void asSession(Consumer<ConnectedSession> task) {
        interaction.execute(() -> {
            ConnectedSession current = session;
            if (current != null && current.port() == this) {
                task.accept(current);
            }
        });
    }

    private void whileOpen(Consumer<ConnectedSession> task) {
        asSession(current -> {
            if (current.isOpen()) {
                task.accept(current);
            }
        });
    }

    @Override
    public void answer(SessionDescription answer) {
        whileOpen(current -> current.answered(answer));
    }

    @Override
    public void addCandidate(IceCandidate candidate) {
        whileOpen(current -> current.addCandidate(candidate));
    }

    @Override
    public void negotiationNeeded(String signalingState) {
        whileOpen(current -> current.negotiate("client_negotiation_needed"));
    }

    @Override
    public void iceDisconnected() {
        whileOpen(current -> current.restartIce("client_ice_connection_state_disconnected"));
    }

    @Override
    public void control(EffectControl control) {
        whileOpen(current -> interaction.control(current, control));
    }

    @Override
    public void log(ClientLog entry) {
        whileOpen(current -> interaction.tell(scope -> event(scope, entry), current));
    }

    private static InteractionEvent event(InteractionEvent.Scope scope, ClientLog entry) {
        String payload = entry.payload();
        return payload != null && entry.kind().equals(PREFLIGHT)
                ? new InteractionEvent.PreflightReported(scope, payload)
                : new InteractionEvent.ClientLogged(scope, entry);
    }

    @Override
    public void leave() {
        asSession(current -> interaction.left(current, true, "client_stop"));
    }

    @Override
    public void channelClosed() {
        interaction.execute(() -> closed = true);
        asSession(current -> interaction.left(current, false, "channel_closed"));
    }

    @Override
    public void channelLost() {
        interaction.execute(() -> closed = true);
        asSession(interaction::channelLost);
    }
}
