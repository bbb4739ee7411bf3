package org.ducksoup.sfu;

import java.util.concurrent.Executor;
import org.ducksoup.api.congestion.ArrivalFeedback;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.PeerConnectionListener;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.sfu.effect.Effects;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.media.PublishedTrack;

/**
 * Hands the events of one peer connection over to the interaction's thread. Those that the next packet depends on are
 * also handled at once, on the thread of the network. After the connection's end, events are ignored.
 */
final class NetworkEvents implements PeerConnectionListener {
    private final ParticipantConnection connection;
    private final ParticipantConnection.Owner owner;
    private final Executor thread;
    private final InteractionLog log;

    /** @param thread the interaction's */
    NetworkEvents(
            ParticipantConnection connection, ParticipantConnection.Owner owner, Executor thread, InteractionLog log) {
        this.connection = connection;
        this.owner = owner;
        this.thread = thread;
        this.log = log;
    }

    private void whileOpen(Runnable task) {
        if (!connection.isClosed()) {
            thread.execute(() -> {
                if (connection.isOpen()) {
                    task.run();
                }
            });
        }
    }

    @Override
    public void onLocalCandidate(IceCandidate candidate) {
        whileOpen(() -> connection.send(new ServerMessage.Candidate(candidate)));
    }

    @Override
    public void onStateChange(ConnectionState state) {
        if (state == ConnectionState.CONNECTED && !connection.isClosed()) {
            // At once: the pipeline is built while the first packet is on its way.
            Effects.start(connection.media());
        }
        whileOpen(() -> {
            if (state == ConnectionState.CONNECTED) {
                connection.markConnected();
            }
            owner.onStateChange(connection, state);
        });
    }

    @Override
    public void onTrack(RtpReceiver receiver) {
        // At once, on the receive thread: the subscribers of the track's first packet must be known before it comes.
        PublishedTrack track = new PublishedTrack(connection.participant(), receiver);
        connection.media().attach(track);
        receiver.whenBroken(() -> whileOpen(() -> owner.onTrackBroken(track)));
        whileOpen(() -> owner.onTrack(connection, track));
    }

    @Override
    public void onTransportFeedback(ArrivalFeedback feedback) {
        whileOpen(() -> owner.onTransportFeedback(connection, feedback));
    }

    @Override
    public void onSelectedCandidatePair(String local, String remote) {
        whileOpen(() -> log.tell(
                scope -> new InteractionEvent.CandidatePairSelected(scope, local, remote), connection.userId()));
    }
}
