package org.ducksoup.sfu;

import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.ServerMessage.Joined;
import org.ducksoup.api.interaction.ServerMessage.Refusal;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionException;
import org.jspecify.annotations.Nullable;

/** The door of an interaction: who comes in, who comes back, and who does not. On the interaction's thread. */
final class Admission {
    private final Interaction interaction;
    private final InteractionEnvironment environment;
    private final Effects effects;
    private final JoinCheck check;
    private final int size;

    /** @param first counts for everybody */
    Admission(Interaction interaction, InteractionEnvironment environment, Effects effects, JoinRequest first) {
        this.interaction = interaction;
        this.environment = environment;
        this.effects = effects;
        check = new JoinCheck(first);
        size = first.size();
    }

    void admit(ClientPort port) {
        if (port.isClosed()) {
            // It went while we asked the one who holds its seat.
            interaction.endIfEmpty();
            return;
        }
        if (interaction.isOver()) {
            interaction.refuse(
                    port, Refusal.ABORTED, JoinCheck.overReason(port.request().key()));
            return;
        }
        String token = port.request().resumeToken();
        Participant seat = interaction.seat(port.request().userId());
        ConnectedSession present = seat == null ? null : seat.session();
        if (token != null && present != null && present.isResumedWith(token)) {
            resume(port, present);
            return;
        }
        if (token != null && seat == null) {
            // What it wants to go on with is over; a new interaction is not what it asked for.
            interaction.refuse(
                    port, Refusal.ABORTED, JoinCheck.overReason(port.request().key()));
            return;
        }
        ServerMessage.Reason reason = effects.refusal(port.request());
        if (reason == null && seat == null && interaction.mode().records()) {
            // Who comes back to an interaction under way is not turned away for that.
            reason = environment.settings().freeSpace().refusal();
        }
        if (reason != null) {
            interaction.refuse(port, Refusal.JOIN, reason);
            interaction.endIfEmpty();
            return;
        }
        if (present != null) {
            // The seat is taken: by somebody who is there, or by a connection that only looks alive.
            present.isAlive(JoinCheck.PING_TIMEOUT)
                    .thenAccept(alive -> interaction.execute(() -> settleDuplicate(port, present, alive)));
        } else if (seat != null) {
            takeSeat(port, seat, Joined.Context.RECONNECTION);
        } else if (interaction.seats() >= size) {
            interaction.refuse(port, Refusal.FULL, check.fullReason());
        } else {
            check.ignoredValues(port.request())
                    .forEach(i -> interaction.tell(
                            s -> new InteractionEvent.JoinValueIgnored(s, i.key(), i.wanted(), i.valid()),
                            port.request().userId()));
            Joined.Context context =
                    interaction.seats() == 0 ? Joined.Context.NEW_INTERACTION : Joined.Context.EXISTING_INTERACTION;
            takeSeat(port, interaction.addSeat(port.request().userId()), context);
        }
    }

    private void settleDuplicate(ClientPort port, ConnectedSession present, boolean alive) {
        Participant seat = present.participant();
        if (alive && seat.session() == present) {
            interaction.refuse(port, Refusal.DUPLICATE, check.duplicateReason(port.request()));
            return;
        }
        interaction.left(present, false, "replaced");
        admit(port);
    }

    private void takeSeat(ClientPort port, Participant seat, Joined.Context context) {
        ConnectedSession session = new ConnectedSession(interaction, port, seat);
        port.speakFor(session);
        PeerConnection connection;
        try {
            connection = environment.connections().open(interaction.nameOf(seat), session);
        } catch (PeerConnectionException e) {
            interaction.removeUnusedSeat(seat);
            interaction.peerConnectionFailed(session, String.valueOf(e.getMessage()));
            interaction.endIfEmpty();
            return;
        }
        seat.connect(session);
        interaction.tell(scope -> new InteractionEvent.ParticipantJoined(scope, port.request()), session);
        interaction.tell(scope -> new InteractionEvent.ParticipantConnected(scope, seat.connectionCount()), session);
        session.send(joined(context, session));
        for (ConnectedSession other : interaction.sessions()) {
            if (other != session) {
                Participant there = other.participant();
                session.send(new ServerMessage.OtherJoined(there.userId(), there.streamId()));
            }
        }
        effects.begin(session, seat, port.request().video().codec());
        // Before the offer: if that fails, the others hear that the participant left.
        interaction.toOthers(session, new ServerMessage.OtherJoined(seat.userId(), seat.streamId()));
        session.open(connection);
    }

    /** The same client on another channel: its media never stopped. */
    private void resume(ClientPort port, ConnectedSession session) {
        port.speakFor(session);
        interaction.tell(InteractionEvent.ChannelResumed::new, session);
        session.resume(port, joined(Joined.Context.RECONNECTION, session));
        interaction.repeatStart(session);
        session.repeatOffer();
    }

    private Joined joined(Joined.Context context, ConnectedSession session) {
        return new Joined(context, environment.iceServers().current(), session.newResumeToken());
    }

    /** What waited too long is told. */
    ServerMessage.@Nullable Reason abortedReason() {
        return check.abortedReason(environment.timings().waitForOthers());
    }
}
