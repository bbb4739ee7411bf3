package org.ducksoup.sfu;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ducksoup.api.congestion.TransportFeedback;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
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
 * One peer connection of a participant, and whoever speaks for the client at the moment: a channel may be lost and replaced
 * while the media goes on. What the network says comes from any thread and is carried out on the interaction's; everything
 * else here runs there.
 */
final class ConnectedSession implements PeerConnectionListener {
    /** Which track of whom is sent to this session. */
    record Subscription(Participant source, MediaKind kind) {}

    /** A way that is not found in this time is looked for anew. */
    static final Duration CONNECTING_PATIENCE = Duration.ofSeconds(4);

    /** Messages kept for a client without a channel; there is little to say in half a minute. */
    private static final int MAX_HELD = 200;

    private final Interaction interaction;
    private final JoinRequest request;
    private final Participant participant;
    private final SessionMedia media = new SessionMedia();
    private final Map<Subscription, RtpSender> subscriptions = new LinkedHashMap<>();
    private final AtomicBoolean gone = new AtomicBoolean();
    private @Nullable PeerConnection connection;
    private ClientPort port;
    /** What could not be told while the channel was away; null while there is one. */
    private @Nullable Deque<ServerMessage> held;

    private String resumeToken = "";
    private @Nullable SessionDescription lastOffer;
    private boolean offerWanted;
    private boolean restartWanted;
    private boolean startSent;
    private boolean watched;

    ConnectedSession(Interaction interaction, ClientPort port, Participant participant) {
        this.interaction = interaction;
        this.request = port.request();
        this.port = port;
        this.participant = participant;
    }

    // ---- on the interaction's thread

    JoinRequest request() {
        return request;
    }

    Participant participant() {
        return participant;
    }

    /** Who speaks for the client, or did last. */
    ClientPort port() {
        return port;
    }

    /** Whether the client has a peer connection, and has not left. */
    boolean isOpen() {
        return connection != null && !gone.get();
    }

    // ---- the channel

    void send(ServerMessage message) {
        Deque<ServerMessage> waiting = held;
        if (waiting == null) {
            port.channel().send(message);
        } else if (waiting.size() < MAX_HELD && !isRepeated(message)) {
            waiting.add(message);
        }
    }

    /** What a new channel is told anyway, as it is then. */
    private static boolean isRepeated(ServerMessage message) {
        return message instanceof ServerMessage.Offer
                || message instanceof ServerMessage.Start
                || message instanceof ServerMessage.Ending;
    }

    /** Completes with whether the client still answers. */
    CompletionStage<Boolean> isAlive(Duration timeout) {
        return held == null ? port.channel().isAlive(timeout) : CompletableFuture.completedFuture(false);
    }

    /** The channel is lost, the media is not: what there is to say waits for the next one. */
    void detach() {
        held = new ArrayDeque<>();
    }

    boolean isDetached() {
        return held != null;
    }

    boolean isResumedWith(String token) {
        return MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), resumeToken.getBytes(StandardCharsets.UTF_8));
    }

    /** The only one that counts from now on. */
    String newResumeToken() {
        resumeToken = UUID.randomUUID().toString();
        return resumeToken;
    }

    /** Another channel of the same client, which is told first who it is, then what it missed. */
    void resume(ClientPort newPort, ServerMessage.Joined joined) {
        Deque<ServerMessage> missed = held;
        SignalingChannel old = port.channel();
        port = newPort;
        held = null;
        if (missed == null) {
            // The client noticed before we did.
            old.close();
            missed = new ArrayDeque<>();
        }
        send(joined);
        missed.forEach(this::send);
    }

    /** What a client without a channel has not heard, for when it asks; and the token it will come with. */
    void leaveMessages(Farewells farewells) {
        Deque<ServerMessage> missed = held;
        if (missed != null) {
            farewells.keep(resumeToken, List.copyOf(missed));
        }
    }

    // ---- the media

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
    private boolean hasAllTracks() {
        return published().containsKey(MediaKind.AUDIO)
                && (request.audioOnly() || published().containsKey(MediaKind.VIDEO));
    }

    /** Everything it sends is there, and is changed as it wished: a manipulation holds from the start on. */
    boolean isReady() {
        EffectProcessing effects = media.effects();
        return hasAllTracks() && (effects == null || effects.isStarted());
    }

    /** Takes its seat: asks the client for its media. */
    void open(PeerConnection newConnection) {
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
            lastOffer = offer;
            signalingState("have-local-offer");
            send(new ServerMessage.Offer(offer));
        } catch (PeerConnectionException e) {
            interaction.peerConnectionFailed(this, String.valueOf(e.getMessage()));
        }
    }

    /** An offer that is not answered may not have arrived. */
    void repeatOffer() {
        PeerConnection current = connection;
        SessionDescription offer = lastOffer;
        if (current != null && offer != null && current.isOfferOutstanding()) {
            send(new ServerMessage.Offer(offer));
        }
    }

    /** Client and server look for another way to each other. */
    void restartIce(String cause) {
        restartWanted = true;
        negotiate(cause);
    }

    void addCandidate(IceCandidate candidate) {
        connected().addRemoteCandidate(candidate);
    }

    void answered(SessionDescription answer) {
        try {
            connected().setAnswer(answer);
        } catch (PeerConnectionException e) {
            ignored("client_answer", String.valueOf(e.getMessage()));
            return;
        }
        signalingState("stable");
        interaction.negotiated(this);
        watchConnecting();
        offerIfPossible();
    }

    /** Checks of one side may have been lost for good, and no browser starts again by itself before it has connected once. */
    private void watchConnecting() {
        if (!watched && isConnecting()) {
            watched = true;
            interaction.after(CONNECTING_PATIENCE, () -> {
                watched = false;
                if (isOpen() && isConnecting()) {
                    restartIce("not_connected");
                }
            });
        }
    }

    private boolean isConnecting() {
        ConnectionState state = connected().state();
        return state == ConnectionState.NEW || state == ConnectionState.CONNECTING;
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
        port.channel().close();
    }

    // ---- from any thread

    /** What the connection says, as long as this session lasts. */
    private void whileOpen(Runnable task) {
        if (!gone.get()) {
            interaction.execute(() -> {
                if (isOpen()) {
                    task.run();
                }
            });
        }
    }

    @Override
    public void onLocalCandidate(IceCandidate candidate) {
        whileOpen(() -> send(new ServerMessage.Candidate(candidate)));
    }

    @Override
    public void onStateChange(ConnectionState state) {
        whileOpen(() -> interaction.connectionStateChanged(this, state));
    }

    @Override
    public void onTrack(RtpReceiver receiver) {
        // Here and now, on the receive thread: so that the first packet finds its way already.
        PublishedTrack track = new PublishedTrack(receiver);
        media.attach(receiver, track);
        receiver.whenBroken(() -> whileOpen(() -> interaction.trackBroken(track)));
        whileOpen(() -> interaction.trackReceived(this, track));
    }

    @Override
    public void onTransportFeedback(TransportFeedback feedback) {
        whileOpen(() -> interaction.bitrates().onTransportFeedback(this, feedback));
    }

    @Override
    public void onSelectedCandidatePair(String local, String remote) {
        whileOpen(() ->
                interaction.tell(scope -> new InteractionEvent.CandidatePairSelected(scope, local, remote), this));
    }
}
