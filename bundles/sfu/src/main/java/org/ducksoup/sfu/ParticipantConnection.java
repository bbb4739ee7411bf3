package org.ducksoup.sfu;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ducksoup.api.congestion.ArrivalFeedback;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionException;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.sfu.channel.ResumableChannel;
import org.ducksoup.sfu.events.AbortedStart;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.media.Participant;
import org.ducksoup.sfu.media.PublishedTrack;
import org.ducksoup.sfu.media.SessionEffects;
import org.ducksoup.sfu.media.SessionMedia;
import org.ducksoup.sfu.negotiation.OfferCause;
import org.ducksoup.sfu.negotiation.Offers;
import org.ducksoup.sfu.routing.Endpoint;
import org.ducksoup.sfu.time.Agenda;
import org.jspecify.annotations.Nullable;

/** One peer connection of a participant, and the way to its client. On the interaction's thread. */
final class ParticipantConnection implements Endpoint {
    /** Hears, on the interaction's thread, what concerns more than this connection. */
    interface Owner {
        void onTrack(ParticipantConnection connection, PublishedTrack track);

        /** A video has lost more than retransmission can repair. */
        void onTrackBroken(PublishedTrack track);

        void onTransportFeedback(ParticipantConnection connection, ArrivalFeedback feedback);

        void onStateChange(ParticipantConnection connection, ConnectionState state);

        /** The client has answered an offer: it can decode what it subscribed to, from the next key frame on. */
        void onAnswer(ParticipantConnection connection);

        void onFailure(ParticipantConnection connection, String reason);
    }

    private final Owner owner;
    private final Agenda agenda;
    private final InteractionLog log;
    private final Seat seat;
    private final JoinRequest request;
    private final ResumableChannel channel;
    private final SessionMedia media;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable PeerConnection connection;
    private @Nullable Offers offers;
    private boolean started;
    private boolean connected;
    /** The video codec that the client's browser is asked to send. */
    private Codec askedFor;

    ParticipantConnection(
            Owner owner, Agenda agenda, InteractionLog log, Seat seat, JoinRequest request, SignalingChannel channel) {
        this.owner = owner;
        this.agenda = agenda;
        this.log = log;
        this.seat = seat;
        this.request = request;
        this.channel = new ResumableChannel(channel);
        askedFor = request.video().codec();
        media = new SessionMedia(seat.participant(), request);
    }

    JoinRequest request() {
        return request;
    }

    Seat seat() {
        return seat;
    }

    @Override
    public Participant participant() {
        return seat.participant();
    }

    String userId() {
        return seat.participant().userId();
    }

    @Override
    public Collection<PublishedTrack> published() {
        return media.published().values();
    }

    ResumableChannel channel() {
        return channel;
    }

    SessionMedia media() {
        return media;
    }

    void send(ServerMessage message) {
        channel.send(message);
    }

    /** Whether the client has a peer connection and has not left. */
    boolean isOpen() {
        return connection != null && !closed.get();
    }

    /** Whether the client has left. From any thread. */
    boolean isClosed() {
        return closed.get();
    }

    /** A path to the client has been found at least once. */
    void markConnected() {
        connected = true;
    }

    /** Whether the client was told of the start, which happens once per connection. */
    boolean isStarted() {
        return started;
    }

    void markStarted() {
        started = true;
    }

    /** Whether all tracks of the client are there and its effects work: a manipulation holds from the start on. */
    boolean isReady() {
        return missing().isEmpty();
    }

    /** What the client still needs before the interaction can start. */
    List<AbortedStart.Missing> missing() {
        if (!connected && media.published().isEmpty()) {
            return List.of(AbortedStart.Missing.CONNECTION);
        }
        List<AbortedStart.Missing> missing = new ArrayList<>();
        if (!media.published().containsKey(MediaKind.AUDIO)) {
            missing.add(AbortedStart.Missing.AUDIO);
        }
        if (!request.audioOnly() && !media.published().containsKey(MediaKind.VIDEO)) {
            missing.add(AbortedStart.Missing.VIDEO);
        }
        SessionEffects effects = media.effects();
        if (effects != null && !effects.isStarted()) {
            missing.add(AbortedStart.Missing.EFFECT);
        }
        return missing;
    }

    /** Packets of media that came from the client. */
    long packetsReceived() {
        return published().stream()
                .mapToLong(track -> track.source().statistics().packets())
                .sum();
    }

    /**
     * Asks the client for its media.
     *
     * @param audioLevels whether its browser is asked to say how loud its sound is
     */
    void open(PeerConnection newConnection, boolean audioLevels) {
        connection = newConnection;
        offers = new Offers(
                newConnection,
                audioLevels,
                this::send,
                agenda,
                log,
                userId(),
                this::isOpen,
                reason -> owner.onFailure(this, reason));
        newConnection.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
        if (!request.audioOnly()) {
            JoinRequest.VideoRequest video = request.video();
            newConnection.expectVideo(video.width(), video.height(), video.frameRate());
            newConnection.receive(MediaKind.VIDEO, List.of(askedFor, other(askedFor)));
        }
        negotiate(OfferCause.JOINED);
    }

    private static Codec other(Codec codec) {
        return codec == Codec.VP8 ? Codec.H264 : Codec.VP8;
    }

    /** The video codecs that the client has accepted; empty before its first answer, and if it has no video. */
    Set<Codec> decodes() {
        PeerConnection current = connection;
        return current == null ? Set.of() : current.accepted(MediaKind.VIDEO);
    }

    Codec askedFor() {
        return askedFor;
    }

    /** Asks the client to send a video codec, unless it sends that one anyway. */
    void askFor(Codec codec) {
        if (codec == askedFor || !decodes().contains(askedFor) || !decodes().contains(codec)) {
            return;
        }
        Codec before = askedFor;
        askedFor = codec;
        log.tell(scope -> new InteractionEvent.CodecRequested(scope, before, codec), userId());
        connected().prefer(MediaKind.VIDEO, List.of(codec, other(codec)));
        negotiate(OfferCause.CODEC);
    }

    @Override
    public RtpSender addTrack(OutboundTrack track) {
        return connected().addTrack(track);
    }

    @Override
    public void removeTrack(RtpSender sender) {
        connected().removeTrack(sender);
    }

    @Override
    public void negotiate(OfferCause cause) {
        offers().make(cause);
    }

    /** Makes an offer with which client and server look for another way to each other. */
    void restartIce(OfferCause cause) {
        offers().restartIce(cause);
    }

    /** Repeats the offer if it is not answered yet. */
    void repeatOffer() {
        Offers current = offers;
        if (current != null) {
            current.repeat();
        }
    }

    void addCandidate(IceCandidate candidate) {
        connected().addRemoteCandidate(candidate);
    }

    void acceptAnswer(SessionDescription answer) {
        try {
            offers().accept(answer);
        } catch (PeerConnectionException e) {
            tellIgnored("client_answer", String.valueOf(e.getMessage()));
            offers().askAgain(String.valueOf(e.getMessage()));
            return;
        }
        owner.onAnswer(this);
        offers().proceed();
    }

    /** Tells the log that a message of the client has no effect. */
    void tellIgnored(String kind, String reason) {
        log.tell(scope -> new InteractionEvent.SignalingIgnored(scope, kind, reason), userId());
    }

    private Offers offers() {
        Offers current = offers;
        if (current == null) {
            throw new IllegalStateException("session without a peer connection");
        }
        return current;
    }

    private PeerConnection connected() {
        PeerConnection current = connection;
        if (current == null) {
            throw new IllegalStateException("session without a peer connection");
        }
        return current;
    }

    /** Ends the media and the channel. Later events of the network are ignored. Idempotent. */
    void close() {
        closed.set(true);
        PeerConnection current = connection;
        try {
            if (current != null) {
                current.close();
            }
        } finally {
            try {
                media.close();
            } finally {
                channel.close();
            }
        }
    }
}
