package org.ducksoup.sfu;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.InteractionEvent.OperatorActed.Act;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.OperationException.Cause;
import org.ducksoup.api.operation.ParticipantStatus;
import org.ducksoup.api.operation.ParticipantStatus.Presence;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.ducksoup.sfu.channel.Farewells;
import org.ducksoup.sfu.effect.Effects;
import org.ducksoup.sfu.events.AbortedStart;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.events.LeaveCause;
import org.ducksoup.sfu.media.SessionEffects;
import org.ducksoup.sfu.operation.Supervised;
import org.ducksoup.sfu.time.Countdown;
import org.jspecify.annotations.Nullable;

/** What an operator sees of an interaction, and does to it. On the interaction's thread. */
final class OperatorActs implements Supervised {
    private final Interaction interaction;
    private final JoinRequest first;
    private final InteractionMedia media;
    private final Seats seats;
    private final InteractionLog log;
    private final Countdown countdown;
    private final Farewells farewells;

    OperatorActs(
            Interaction interaction,
            JoinRequest first,
            InteractionMedia media,
            Seats seats,
            InteractionLog log,
            Countdown countdown,
            Farewells farewells) {
        this.interaction = interaction;
        this.first = first;
        this.media = media;
        this.seats = seats;
        this.log = log;
        this.countdown = countdown;
        this.farewells = farewells;
    }

    @Override
    public InteractionKey key() {
        return interaction.key();
    }

    @Override
    public void execute(Runnable task) {
        interaction.execute(task);
    }

    @Override
    public boolean isOver() {
        return interaction.isOver();
    }

    @Override
    public InteractionStatus status() {
        return status(false);
    }

    @Override
    public InteractionStatus reveal() {
        tellRevealed("effects");
        return status(true);
    }

    private void tellRevealed(String what) {
        if (first.place() != null) {
            log.publish(scope -> new InteractionEvent.OperatorActed(scope, Act.REVEAL, what));
        }
    }

    private InteractionStatus status(boolean revealed) {
        return new InteractionStatus(
                key(),
                null,
                interaction.state(),
                log.createdAt(),
                log.startedAt(),
                countdown.duration(),
                countdown.remaining(),
                first.size(),
                media.mode().name(),
                seats.all().stream().map(seat -> participant(seat, revealed)).toList());
    }

    private ParticipantStatus participant(Seat seat, boolean revealed) {
        ParticipantConnection connection = seat.connection();
        JoinRequest request = seat.request();
        boolean blind = first.place() != null && !revealed;
        JoinRequest shown = blind ? null : request;
        return new ParticipantStatus(
                seat.participant().userId(),
                presence(seat, connection),
                seat.connectionCount(),
                connection == null ? List.of() : AbortedStart.tokens(connection.missing()),
                shown == null ? null : shown.audioFx(),
                shown == null ? null : shown.videoFx(),
                blind ? Map.of() : controls(seat),
                blind);
    }

    private Presence presence(Seat seat, @Nullable ParticipantConnection connection) {
        if (seats.isBanned(seat.participant().userId())) {
            return Presence.REMOVED;
        } else if (connection == null) {
            return Presence.AWAY;
        }
        return connection.channel().isDetached() ? Presence.UNREACHABLE : Presence.PRESENT;
    }

    private Map<String, Object> controls(Seat seat) {
        Map<String, Object> values = new TreeMap<>(interaction.performance().values(seat));
        seat.controls()
                .forEach(control -> values.put(
                        control.effectName() + "." + control.property(),
                        control.value().plain()));
        return values;
    }

    @Override
    public void end() {
        log.publish(scope -> new InteractionEvent.OperatorActed(scope, Act.STOP, ""));
        interaction.end(EndReason.STOPPED);
    }

    @Override
    public Duration extend(Duration by) throws OperationException {
        if (countdown.duration().plus(by).compareTo(Supervision.MAX_DURATION) > 0) {
            throw new OperationException(
                    Cause.BAD_VALUE,
                    "seconds",
                    "this interaction lasts " + countdown.duration().toSeconds() + " s; with " + by.toSeconds()
                            + " s more it would be longer than the "
                            + Supervision.MAX_DURATION.toSeconds() + " s that are allowed");
        }
        log.publish(scope -> new InteractionEvent.OperatorActed(scope, Act.EXTEND, by.toSeconds() + " s"));
        interaction.extend(by);
        return countdown.remaining();
    }

    @Override
    public void remove(String userId) throws OperationException {
        ParticipantConnection connection = present(userId);
        seats.ban(userId);
        log.tell(scope -> new InteractionEvent.OperatorActed(scope, Act.REMOVE, userId), userId);
        connection.send(new ServerMessage.End(JoinCheck.bannedReason(connection.request())));
        connection.channel().leaveMessages(farewells);
        interaction.disconnect(connection, LeaveCause.REMOVED);
    }

    @Override
    public int tell(@Nullable String userId, String text) throws OperationException {
        List<ParticipantConnection> to = userId == null ? seats.connections() : List.of(present(userId));
        for (ParticipantConnection connection : to) {
            connection.send(new ServerMessage.Message(text));
            log.tell(scope -> new InteractionEvent.OperatorActed(scope, Act.MESSAGE, text), connection.userId());
        }
        return to.size();
    }

    @Override
    public void control(EffectControl control) throws OperationException {
        String userId = String.valueOf(control.userId());
        ParticipantConnection connection = present(userId);
        try {
            Effects.control(connection.media(), control);
        } catch (IllegalArgumentException e) {
            throw new OperationException(Cause.BAD_VALUE, "value", String.valueOf(e.getMessage()));
        }
        connection.seat().remember(control);
        log.publish(scope -> new InteractionEvent.EffectControlled(scope, control, userId));
    }

    @Override
    public void mark(Mark mark) {
        interaction.mark(mark, null);
    }

    @Override
    public Map<String, Supplier<List<PipelineDescription>>> pipelines() {
        tellRevealed("pipelines");
        Map<String, Supplier<List<PipelineDescription>>> all = new LinkedHashMap<>();
        for (ParticipantConnection connection : seats.connections()) {
            SessionEffects effects = connection.media().effects();
            if (effects != null) {
                all.put(connection.userId(), effects::describe);
            }
        }
        return all;
    }

    private ParticipantConnection present(String userId) throws OperationException {
        Seat seat = seats.of(userId);
        ParticipantConnection connection = seat == null ? null : seat.connection();
        if (connection == null) {
            throw new OperationException(
                    Cause.UNKNOWN,
                    "userId",
                    "participant " + userId + (seat == null ? " has never joined " : " is not there in ")
                            + "interaction "
                            + key().name() + "; those who are there: "
                            + String.join(
                                    ", ",
                                    seats.connections().stream()
                                            .map(ParticipantConnection::userId)
                                            .toList()));
        }
        return connection;
    }
}
