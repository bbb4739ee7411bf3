package org.ducksoup.sfu;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.OfferOptions;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionException;
import org.ducksoup.api.transport.PeerConnectionListener;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.api.transport.SessionDescription;
import org.jspecify.annotations.Nullable;

/**
 * One signaling channel with its peer connection. What the client and the network say comes from any thread and is carried
 * out on the interaction's; everything else here runs there.
 */
final class ConnectedSession implements ParticipantSession, PeerConnectionListener {
    /** Which track of whom is sent to this session. */
    record Subscription(Participant source, MediaKind kind) {}

    private final Interaction interaction;
    private final JoinRequest request;
    private final SignalingChannel channel;
    private final SessionMedia media = new SessionMedia();
    private final Map<Subscription, RtpSender> subscriptions = new LinkedHashMap<>();
    private final AtomicBoolean gone = new AtomicBoolean();
    private @Nullable PeerConnection connection;
    private @Nullable Participant participant;
    private boolean offerWanted;
    private boolean restartWanted;
    private boolean startSent;

    ConnectedSession(Interaction interaction, JoinRequest request, SignalingChannel channel) {
        this.interaction = interaction;
        this.request = request;
        this.channel = channel;
    }

    // ---- on the interaction's thread

    JoinRequest request() {
        return request;
    }

    SignalingChannel channel() {
        return channel;
    }

    @Nullable
    Participant participant() {
        return participant;
    }

    Map<MediaKind, PublishedTrack> published() {
        return media.published();
    }

    SessionMedia media() {
        return media;
    }

    Map<Subscription, RtpSender> subscriptions() {
        return subscriptions;
    }

    /** True once {@link #markStarted} has been called: a client hears start once per connection. */
    boolean isStarted() {
        return startSent;
    }

    void markStarted() {
        startSent = true;
    }

    /** Whether everything this participant is to send has arrived. */
    boolean hasAllTracks() {
        return published().containsKey(MediaKind.AUDIO)
                && (request.audioOnly() || published().containsKey(MediaKind.VIDEO));
    }

    /** Takes its seat: asks the client for its media. */
    void open(Participant seat, PeerConnection newConnection) {
        participant = seat;
        connection = newConnection;
        newConnection.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
        if (!request.audioOnly()) {
            Codec preferred = request.video().codec();
            Codec other = preferred == Codec.VP8 ? Codec.H264 : Codec.VP8;
            newConnection.receive(MediaKind.VIDEO, List.of(preferred, other));
        }
        negotiate("joined");
    }

    RtpSender addTrack(Subscription subscription, Codec codec) {
        RtpSender sender = connected().addTrack(subscription.source().track(codec));
        subscriptions.put(subscription, sender);
        return sender;
    }

    void removeTrack(Subscription subscription) {
        RtpSender sender = subscriptions.remove(subscription);
        if (sender != null) {
            connected().removeTrack(sender);
        }
    }

    /** Makes an offer, or, while one is outstanding, sees to it that one follows. */
    void negotiate(String cause) {
        interaction.tell(scope -> new InteractionEvent.OfferRequested(scope, cause), this);
        offerWanted = true;
        offerIfPossible();
    }

    private void offerIfPossible() {
        PeerConnection current = connection;
        if (!offerWanted || current == null || gone.get() || current.isOfferOutstanding()) {
            return;
        }
        OfferOptions options = restartWanted ? OfferOptions.ICE_RESTART : OfferOptions.PLAIN;
        offerWanted = false;
        restartWanted = false;
        try {
            SessionDescription offer = current.createOffer(options);
            signalingState("have-local-offer");
            channel.send(new ServerMessage.Offer(offer));
        } catch (PeerConnectionException e) {
            interaction.peerConnectionFailed(this, String.valueOf(e.getMessage()));
        }
    }

    private void onAnswer(SessionDescription answer) {
        try {
            connected().setAnswer(answer);
        } catch (PeerConnectionException e) {
            ignored("client_answer", String.valueOf(e.getMessage()));
            return;
        }
        signalingState("stable");
        interaction.negotiated(this);
        offerIfPossible();
    }

    private void signalingState(String state) {
        interaction.tell(scope -> new InteractionEvent.SignalingStateChanged(scope, state), this);
    }

    void ignored(String kind, String reason) {
        interaction.tell(scope -> new InteractionEvent.SignalingIgnored(scope, kind, reason), this);
    }

    private PeerConnection connected() {
        PeerConnection current = connection;
        if (current == null) {
            throw new IllegalStateException("session without a peer connection");
        }
        return current;
    }

    /** Ends this session's media and its channel; nothing it says is heard any more. Idempotent. */
    void close() {
        gone.set(true);
        PeerConnection current = connection;
        if (current != null) {
            current.close();
        }
        media.close();
        channel.close();
    }

    // ---- from any thread

    /** Runs what the client asked for, if it is still there and has a seat. */
    private void whileSeated(Runnable task) {
        if (!gone.get()) {
            interaction.execute(() -> {
                if (!gone.get() && connection != null) {
                    task.run();
                }
            });
        }
    }

    @Override
    public void answer(SessionDescription answer) {
        whileSeated(() -> onAnswer(answer));
    }

    @Override
    public void addCandidate(IceCandidate candidate) {
        whileSeated(() -> connected().addRemoteCandidate(candidate));
    }

    @Override
    public void negotiationNeeded(String signalingState) {
        whileSeated(() -> negotiate("client_negotiation_needed"));
    }

    @Override
    public void iceDisconnected() {
        whileSeated(() -> {
            restartWanted = true;
            negotiate("client_ice_connection_state_disconnected");
        });
    }

    @Override
    public void control(EffectControl control) {
        whileSeated(() -> interaction.control(this, control));
    }

    @Override
    public void log(ClientLog entry) {
        whileSeated(() -> interaction.tell(scope -> new InteractionEvent.ClientLogged(scope, entry), this));
    }

    @Override
    public void leave() {
        interaction.execute(() -> interaction.left(this, true, "client_stop"));
    }

    @Override
    public void channelClosed() {
        interaction.execute(() -> interaction.left(this, false, "channel_closed"));
    }

    @Override
    public void onLocalCandidate(IceCandidate candidate) {
        whileSeated(() -> channel.send(new ServerMessage.Candidate(candidate)));
    }

    @Override
    public void onStateChange(ConnectionState state) {
        whileSeated(() -> interaction.connectionStateChanged(this, state));
    }

    @Override
    public void onTrack(RtpReceiver receiver) {
        // Here and now, on the receive thread: so that the first packet finds its way already.
        PublishedTrack track = new PublishedTrack(receiver);
        media.attach(receiver, track);
        whileSeated(() -> interaction.trackReceived(this, track));
    }

    @Override
    public void onSelectedCandidatePair(String local, String remote) {
        whileSeated(() ->
                interaction.tell(scope -> new InteractionEvent.CandidatePairSelected(scope, local, remote), this));
    }
}
