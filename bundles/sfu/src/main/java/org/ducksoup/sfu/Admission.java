package org.ducksoup.sfu;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.Resumption;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.ServerMessage.Joined;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.interaction.ServerMessage.Refusal;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.operation.InteractionState;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionException;
import org.ducksoup.sfu.Door.SeatState;
import org.ducksoup.sfu.capacity.Share;
import org.ducksoup.sfu.effect.Examination;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.events.LeaveCause;
import org.ducksoup.sfu.host.InteractionEnvironment;
import org.ducksoup.sfu.media.Participant;
import org.ducksoup.sfu.plan.InteractionPlan;
import org.ducksoup.sfu.plan.PlanPlaces;
import org.ducksoup.sfu.time.Agenda;
import org.jspecify.annotations.Nullable;

/**
 * The door of an interaction: lets clients in, lets them come back, or refuses them. {@link Door} decides; this class
 * carries it out. On the interaction's thread.
 */
final class Admission {
    private final Interaction interaction;
    private final ConnectionEvents events;
    private final InteractionEnvironment environment;
    private final InteractionMedia media;
    private final Seats seats;
    private final Share share;
    private final Executor thread;
    private final InteractionLog log;
    private final Agenda agenda;
    private final JoinCheck check;
    private final int size;
    private final @Nullable InteractionPlan plan;
    private final JoinExaminer examiner;
    private final Duration longestCall;
    private final long waitingUntil;
    private boolean followsLostRun;

    /**
     * @param thread the interaction's
     * @param first join of the interaction; it counts for everybody
     * @param plan null if the interaction has none
     */
    Admission(
            Interaction interaction,
            ConnectionEvents events,
            InteractionEnvironment environment,
            InteractionMedia media,
            Seats seats,
            Share share,
            Executor thread,
            InteractionLog log,
            Agenda agenda,
            JoinRequest first,
            @Nullable InteractionPlan plan) {
        this.interaction = interaction;
        this.events = events;
        this.environment = environment;
        this.media = media;
        this.seats = seats;
        this.share = share;
        this.thread = thread;
        this.log = log;
        this.agenda = agenda;
        check = new JoinCheck(first);
        size = first.size();
        this.plan = plan;
        examiner = new JoinExaminer(environment, media, seats, thread, plan);
        waitingUntil = environment.timer().nanoTime()
                + environment.timings().waitForOthers().toNanos();
        longestCall = environment
                .timings()
                .waitForOthers()
                .plus(first.duration())
                .plus(environment.timings().grace());
    }

    /**
     * The run before this one was lost with its server. Its clients come with tokens that fit nothing any more, and get the seats
     * of this run.
     */
    void followsLostRun() {
        followsLostRun = true;
    }

    /** Lets a client in, or refuses it. */
    void admit(ClientSession client) {
        admit(client, null);
    }

    private void admit(ClientSession client, @Nullable Examination examination) {
        JoinRequest request = client.request();
        Seat seat = seats.of(request.userId());
        ParticipantConnection present = seat == null ? null : seat.connection();
        List<Processing> examined = examination == null ? List.of() : examination.media();
        switch (door(client, seat, present, examination).decide()) {
            case FORGET -> interaction.endIfEmpty();
            case JOIN_NEXT -> client.goOnAs(interaction.joinNext(request, client.channel()));
            case REFUSE_OVER -> refuse(client, Refusal.ABORTED, JoinCheck.overReason(request.key()));
            case REFUSE_BANNED -> {
                refuse(client, Refusal.JOIN, JoinCheck.bannedReason(request));
                interaction.endIfEmpty();
            }
            case REFUSE_PLACE -> {
                refuse(client, Refusal.JOIN, misplaced(request));
                interaction.endIfEmpty();
            }
            case RESUME -> resume(client, Objects.requireNonNull(present));
            case EXAMINE -> examiner.examine(client, result -> admit(client, result));
            case REFUSE_WISH -> {
                refuse(client, Refusal.JOIN, examination == null ? null : examination.objection());
                interaction.endIfEmpty();
            }
            case ASK_HOLDER -> askHolder(client, Objects.requireNonNull(present));
            case SEAT_AGAIN -> {
                share.takeAgain(request.userId(), media.load(request, examined));
                takeSeat(client, Objects.requireNonNull(seat), Joined.Context.RECONNECTION, examined);
            }
            case REFUSE_FULL -> refuse(client, Refusal.FULL, check.fullReason());
            case SEAT -> {
                Reason serverFull = share.take(request.userId(), media.load(request, examined));
                if (serverFull != null) {
                    refuse(client, Refusal.FULL, serverFull);
                    interaction.endIfEmpty();
                    return;
                }
                tellIgnoredValues(request);
                Joined.Context context =
                        seats.count() == 0 ? Joined.Context.NEW_INTERACTION : Joined.Context.EXISTING_INTERACTION;
                takeSeat(client, seats.add(request.userId()), context, examined);
            }
        }
    }

    private Door door(
            ClientSession client,
            @Nullable Seat seat,
            @Nullable ParticipantConnection present,
            @Nullable Examination examination) {
        Resumption resumption = client.request().resumption();
        boolean fits =
                resumption != null && present != null && present.channel().isResumedWith(resumption.token());
        SeatState state = present != null ? SeatState.HELD : seat != null ? SeatState.LEFT : SeatState.NONE;
        return new Door(
                client.isClosed(),
                interaction.isOver(),
                interaction.isOverBeforeItsStart(),
                resumption != null && !(followsLostRun && state == SeatState.NONE),
                fits,
                state,
                seats.isBanned(client.request().userId()),
                misplaced(client.request()) != null,
                seats.count() >= size,
                examination);
    }

    /** Why a client does not fit the plan of the interaction, or those who are there; null if it does. */
    private @Nullable Reason misplaced(JoinRequest request) {
        return PlanPlaces.objection(request, plan == null ? null : plan.plan(), PlanPerformance.roles(seats.all()));
    }

    /** Whether a client is being examined and may still be admitted. */
    boolean isExamining() {
        return examiner.isExamining();
    }

    private void tellIgnoredValues(JoinRequest request) {
        check.ignoredValues(request)
                .forEach(i -> log.tell(
                        s -> new InteractionEvent.JoinValueIgnored(s, i.key(), i.wanted(), i.valid()),
                        request.userId()));
    }

    private void refuse(ClientSession client, Refusal refusal, @Nullable Reason reason) {
        refuse(log, client.request().userId(), client.channel(), refusal, reason);
    }

    /** Refuses a client and closes its channel. */
    static void refuse(
            InteractionLog log, String userId, SignalingChannel channel, Refusal refusal, @Nullable Reason reason) {
        ServerMessage.Refused refused = new ServerMessage.Refused(refusal, reason);
        log.tell(s -> new InteractionEvent.JoinRefused(s, refused), userId);
        channel.send(refused);
        channel.close();
    }

    private void askHolder(ClientSession client, ParticipantConnection holder) {
        holder.channel()
                .isAlive(JoinCheck.PING_TIMEOUT)
                .thenAccept(alive -> interaction.execute(() -> settle(client, holder, alive)));
    }

    private void settle(ClientSession client, ParticipantConnection holder, boolean alive) {
        if (alive && holder.seat().connection() == holder) {
            refuse(client, Refusal.DUPLICATE, check.duplicateReason(client.request()));
            return;
        }
        interaction.disconnect(holder, LeaveCause.REPLACED);
        admit(client);
    }

    private void takeSeat(ClientSession client, Seat seat, Joined.Context context, List<Processing> examined) {
        JoinRequest request = client.request();
        Participant participant = seat.participant();
        ParticipantConnection connection =
                new ParticipantConnection(events, agenda, log, seat, request, client.channel());
        client.speakFor(connection);
        PeerConnection peer;
        try {
            peer = environment
                    .connections()
                    .open(request.key().label(request.userId()), new NetworkEvents(connection, events, thread, log));
        } catch (PeerConnectionException e) {
            if (seat.connectionCount() == 0) {
                seats.remove(seat);
            }
            share.give(participant.userId());
            events.onFailure(connection, String.valueOf(e.getMessage()));
            interaction.endIfEmpty();
            return;
        }
        seat.connect(connection);
        log.tell(s -> new InteractionEvent.ParticipantJoined(s, request), participant.userId());
        log.tell(s -> new InteractionEvent.ParticipantConnected(s, seat.connectionCount()), participant.userId());
        connection.send(joined(context, connection, Resumption.UNKNOWN));
        for (ParticipantConnection other : seats.connections()) {
            if (other != connection) {
                connection.send(otherJoined(other.participant()));
            }
        }
        media.effects().begin(connection.media(), seat.controls(), examined);
        // Before the offer: if it fails, the others hear that the participant left.
        seats.sendToOthers(connection, otherJoined(participant));
        connection.open(peer, plan != null && plan.listens());
    }

    private static ServerMessage.OtherJoined otherJoined(Participant participant) {
        return new ServerMessage.OtherJoined(participant.userId(), participant.streamId());
    }

    /** The same client on another channel: its media never stopped. */
    private void resume(ClientSession client, ParticipantConnection connection) {
        client.speakFor(connection);
        log.tell(InteractionEvent.ChannelResumed::new, connection.userId());
        long heard = Objects.requireNonNull(client.request().resumption()).heard();
        connection
                .channel()
                .resume(client.channel(), heard, handled -> joined(Joined.Context.RECONNECTION, connection, handled));
        interaction.repeatStart(connection);
        connection.repeatOffer();
    }

    /** Until the interaction is aborted, unless everybody is there. */
    private Duration waiting() {
        Duration left = Duration.ofNanos(waitingUntil - environment.timer().nanoTime());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Joined joined(Joined.Context context, ParticipantConnection connection, long handled) {
        return new Joined(
                context,
                environment.iceServers().apply(longestCall),
                connection.channel().newResumeToken(),
                handled,
                interaction.state() == InteractionState.WAITING ? waiting() : null);
    }
}
