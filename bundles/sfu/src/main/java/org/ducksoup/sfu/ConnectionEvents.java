package org.ducksoup.sfu;

import java.time.Duration;
import java.util.Locale;
import org.ducksoup.api.congestion.ArrivalFeedback;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinGrant;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.interaction.ServerMessage.Refusal;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.sfu.channel.ResumableChannel;
import org.ducksoup.sfu.effect.Effects;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.events.LeaveCause;
import org.ducksoup.sfu.media.EffectDelay;
import org.ducksoup.sfu.media.Participant;
import org.ducksoup.sfu.media.PublishedTrack;
import org.ducksoup.sfu.media.SessionEffects;
import org.ducksoup.sfu.routing.KeyFrameCause;
import org.ducksoup.sfu.time.Agenda;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what the connections of an interaction report, and acts on it. On the interaction's thread. */
final class ConnectionEvents implements ParticipantConnection.Owner {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionEvents.class);

    /** How long a client without media may still say that it leaves for good. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** How long packets of a page that is gone may still arrive, and how long a page that is not gone may be silent. */
    private static final Duration LAST_PACKETS = Duration.ofSeconds(1);

    private final Interaction interaction;
    private final InteractionMedia media;
    private final Seats seats;
    private final InteractionLog log;
    private final Agenda agenda;
    private final Duration grace;

    /** @param grace how long a client that has lost its channel may take to come back */
    ConnectionEvents(
            Interaction interaction,
            InteractionMedia media,
            Seats seats,
            InteractionLog log,
            Agenda agenda,
            Duration grace) {
        this.interaction = interaction;
        this.media = media;
        this.seats = seats;
        this.log = log;
        this.agenda = agenda;
        this.grace = grace;
    }

    @Override
    public void onTrack(ParticipantConnection connection, PublishedTrack track) {
        Reason deaf = interaction.performance().deaf(connection, track);
        if (deaf != null) {
            refuse(connection, Refusal.JOIN, deaf);
            return;
        }
        track.hold(connection.seat().isHeld(track.kind()));
        var source = track.source();
        Participant participant = connection.participant();
        media.effects().fit(connection.media(), connection.seat().controls(), track);
        PublishedTrack before = connection.media().published().put(track.kind(), track);
        if (before != null) {
            media.router().withdraw(before);
            log.tell(
                    s -> new InteractionEvent.CodecChanged(s, track.kind(), before.codec(), track.codec()),
                    participant.userId());
        }
        log.tell(
                s -> new InteractionEvent.TrackReceived(
                        s,
                        track.kind(),
                        source.trackId(),
                        source.ssrc(),
                        track.codec().mediaType()),
                participant.userId());
        Codec wanted = connection.request().video().codec();
        if (track.kind() == MediaKind.VIDEO && track.codec() != wanted) {
            // The browser may have no H264 encoder. What is recorded follows it.
            log.tell(
                    s -> new InteractionEvent.JoinValueIgnored(
                            s,
                            "videoFormat",
                            wanted.encodingName(),
                            track.codec().encodingName()),
                    participant.userId());
        }
        log.tell(InteractionEvent.PipelineCreated::new, participant.userId());
        log.tell(s -> new InteractionEvent.TrackAdded(s, track.kind(), source.trackId()), participant.userId());
        interaction.proceed(connection);
    }

    @Override
    public void onTrackBroken(PublishedTrack track) {
        // Receivers, and a decoder in this server, need a key frame.
        media.keyFrames().requestFromSource(track, KeyFrameCause.GAP);
    }

    @Override
    public void onTransportFeedback(ParticipantConnection connection, ArrivalFeedback feedback) {
        media.bitrates().onTransportFeedback(connection, feedback);
    }

    @Override
    public void onAnswer(ParticipantConnection connection) {
        media.router().refresh(connection);
        interaction.agreeOnCodecs(connection);
    }

    @Override
    public void onStateChange(ParticipantConnection connection, ConnectionState newState) {
        String name = newState.name().toLowerCase(Locale.ROOT);
        log.tell(s -> new InteractionEvent.ConnectionStateChanged(s, name), connection.userId());
        if (newState == ConnectionState.FAILED) {
            // A client that leaves closes its connection and its channel. Which of them is heard of first is chance.
            agenda.after(LAST_WORDS, () -> interaction.disconnect(connection, LeaveCause.CONNECTION_FAILED));
        }
    }

    @Override
    public void onFailure(ParticipantConnection connection, String reason) {
        LOGGER.warn("{}: no peer connection for {}: {}", interaction.key(), connection.userId(), reason);
        refuse(connection, Refusal.PEER_CONNECTION, new Reason("peerConnection", "", reason));
    }

    private void refuse(ParticipantConnection connection, Refusal refusal, Reason reason) {
        Admission.refuse(log, connection.userId(), connection.channel().current(), refusal, reason);
        interaction.disconnect(connection, LeaveCause.PEER_CONNECTION_FAILED);
    }

    /** Tells the log that a connection and its media have ended. */
    void tellDisconnected(ParticipantConnection connection, LeaveCause cause) {
        for (PublishedTrack track : connection.published()) {
            log.tell(
                    s -> new InteractionEvent.OutboundTrackStopped(
                            s, track.kind(), track.source().trackId()),
                    connection.userId());
        }
        tellDelays(connection);
        log.tell(InteractionEvent.PipelineStopped::new, connection.userId());
        log.tell(InteractionEvent.PipelineDeleted::new, connection.userId());
        log.tell(s -> new InteractionEvent.ParticipantDisconnected(s, cause.token()), connection.userId());
    }

    private void tellDelays(ParticipantConnection connection) {
        SessionEffects effects = connection.media().effects();
        for (MediaKind kind : MediaKind.values()) {
            EffectDelay delay = effects == null ? null : effects.delay(kind);
            if (delay != null) {
                log.tell(
                        s -> new InteractionEvent.EffectDelayed(s, kind, delay.medianMillis(), delay.highMillis()),
                        connection.userId());
            }
        }
    }

    /** A client has lost its channel but not its media: it may come back for the same connection. */
    void onChannelLost(ParticipantConnection connection) {
        if (!connection.isOpen() || connection.seat().connection() != connection) {
            interaction.disconnect(connection, LeaveCause.CHANNEL_CLOSED);
            return;
        }
        ResumableChannel channel = connection.channel();
        channel.detach();
        SignalingChannel lost = channel.current();
        log.tell(InteractionEvent.ChannelLost::new, connection.userId());
        agenda.after(grace, () -> {
            if (channel.isDetached() && channel.current() == lost) {
                interaction.disconnect(connection, LeaveCause.CHANNEL_LOST);
            }
        });
    }

    /**
     * The other end of the channel is going away. A page that unloads takes its media along; a proxy that restarts does not,
     * and its client comes back for the same connection.
     */
    void onChannelGoingAway(ParticipantConnection connection) {
        onChannelLost(connection);
        SignalingChannel lost = connection.channel().current();
        // Packets that were on their way still arrive; after that, a page that is gone is silent.
        agenda.after(LAST_PACKETS, () -> {
            long since = connection.packetsReceived();
            agenda.after(LAST_PACKETS, () -> {
                ResumableChannel channel = connection.channel();
                boolean silent = connection.packetsReceived() == since;
                if (channel.isDetached() && channel.current() == lost && silent) {
                    interaction.disconnect(connection, LeaveCause.CHANNEL_CLOSED);
                }
            });
        });
    }

    /** Nobody is connected any more. Refused joins do not prolong the interaction's life. */
    void endUnlessSomebodyComesBack() {
        int before = comings();
        agenda.after(grace, () -> {
            if (seats.connections().isEmpty() && comings() == before) {
                interaction.end(InteractionEvent.EndReason.EMPTY);
            }
        });
    }

    private int comings() {
        return seats.all().stream().mapToInt(Seat::connectionCount).sum();
    }

    /** Sets a property of an effect, the client's own or another participant's. */
    void control(ParticipantConnection asking, EffectControl control) {
        String userId = control.userId();
        Seat named = userId == null ? null : seats.of(userId);
        Seat target = named == null ? asking.seat() : named;
        JoinGrant.Control granted = asking.request().grant().control();
        if (!granted.allows(target == asking.seat())) {
            asking.tellIgnored(
                    "client_control",
                    asking.request().place() != null
                            ? "the plan lets no page control it; its key \"control\" may be \"none\", \"own\" or \"all\""
                            : "the join token allows control of "
                                    + (granted == JoinGrant.Control.OWN
                                            ? "this participant's own effects only"
                                            : "no effect")
                                    + "; its claim \"control\" may be \"none\", \"own\" or \"all\"");
            return;
        }
        ParticipantConnection there = target.connection();
        try {
            Effects.control(there == null ? null : there.media(), control);
            target.remember(control);
            log.tell(
                    s -> new InteractionEvent.EffectControlled(
                            s, control, target.participant().userId()),
                    asking.userId());
        } catch (IllegalArgumentException e) {
            asking.tellIgnored("client_control", String.valueOf(e.getMessage()));
        }
    }
}
