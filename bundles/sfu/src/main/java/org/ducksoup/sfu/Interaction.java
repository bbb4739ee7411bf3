package org.ducksoup.sfu;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.ducksoup.api.cluster.HomeClaim;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.operation.InteractionState;
import org.ducksoup.api.plan.ExperimentPlan;
import org.ducksoup.parts.SerialExecutor;
import org.ducksoup.sfu.capacity.Share;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.events.LeaveCause;
import org.ducksoup.sfu.host.InteractionEnvironment;
import org.ducksoup.sfu.operation.Supervised;
import org.ducksoup.sfu.plan.InteractionPlan;
import org.ducksoup.sfu.recording.InteractionRecordings;
import org.ducksoup.sfu.time.Agenda;
import org.ducksoup.sfu.time.Countdown;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One interaction, from the first join to the last farewell: a state machine. Everything but {@link #join}, {@link
 * #execute} and {@link #whenOver} runs on its one logical thread: no locks, no waiting.
 */
final class Interaction implements Countdown.Listener {
    private static final Logger LOGGER = LoggerFactory.getLogger(Interaction.class);

    private final InteractionKey key;
    private final JoinRequest first;
    private final Owner owner;
    private final SerialExecutor thread;
    private final InteractionLog log;
    private final Agenda agenda;
    private final Countdown countdown;
    private final Seats seats = new Seats();
    private final CodecAgreement codecs = new CodecAgreement(seats);
    private final Share share;
    private final InteractionMedia media;
    private final ConnectionEvents events;
    private final Admission admission;
    private final FarewellRound farewells;
    private final OperatorActs operator;
    private final @Nullable InteractionPlan plan;
    private final PlanPerformance performance;
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    private InteractionState state = InteractionState.WAITING;
    private @Nullable Instant startedAt;

    /** The keeper of all interactions. Called on the interaction's thread. */
    interface Owner {
        /** The interaction is closed to joins. Called once. */
        void onOver(Interaction interaction);

        /** Admits a client to the current interaction of this name, or begins a new one. */
        ParticipantSession joinAfter(Interaction over, JoinRequest request, SignalingChannel channel);
    }

    /**
     * @param first join of the interaction, with the values of its plan if it has one
     * @param experiment the plan; null if there is none
     */
    Interaction(
            JoinRequest first, @Nullable ExperimentPlan experiment, InteractionEnvironment environment, Owner owner) {
        this.key = first.key();
        this.first = first;
        this.owner = owner;
        thread = new SerialExecutor(environment.pool(), this::fail);
        log = new InteractionLog(key, environment.events(), environment.timer());
        agenda = new Agenda(environment.timer(), thread);
        countdown = new Countdown(first.duration(), environment.timings()::untilNotice, agenda, this);
        share = new Share(environment.capacity(), first.size());
        InteractionPlan planned =
                experiment == null ? null : new InteractionPlan(experiment, first, environment.checks(), thread, log);
        plan = planned;
        media = new InteractionMedia(
                first,
                environment,
                this,
                seats,
                join -> planned != null && planned.hearsDecoded(join),
                log,
                agenda,
                thread);
        events = new ConnectionEvents(
                this, media, seats, log, agenda, environment.timings().grace());
        performance = new PlanPerformance(this, plan, seats, media.keyFrames(), countdown, agenda, log);
        admission = new Admission(this, events, environment, media, seats, share, thread, log, agenda, first, plan);
        farewells = new FarewellRound(this, environment, seats, codecs, log, first.size());
        operator = new OperatorActs(this, first, media, seats, log, countdown, environment.farewells());
        execute(() -> {
            log.tell(InteractionEvent.InteractionCreated::new, first.userId());
            agenda.after(environment.timings().waitForOthers(), this::abortIfWaiting);
        });
    }

    InteractionKey key() {
        return key;
    }

    InteractionState state() {
        return state;
    }

    /** The interaction for its operator. */
    Supervised operated() {
        return operator;
    }

    /** Runs a task on the interaction's thread. From any thread. */
    void execute(Runnable task) {
        thread.execute(task);
    }

    /** A join with the code of this interaction's trial, with the place that it has here; any other one as it is. */
    JoinRequest placed(JoinRequest request) {
        return plan == null ? request : InteractionPlan.placed(request, plan.plan());
    }

    /** Lets a client in, or refuses it. From any thread. */
    ParticipantSession join(JoinRequest request, SignalingChannel channel) {
        ClientSession client = new ClientSession(this, events, log, request, channel);
        execute(() -> admission.admit(client));
        return client;
    }

    /** The directory of what is recorded; empty before the start. From any thread. */
    Optional<Path> runDirectory() {
        return media.recordings().directory();
    }

    /** The versions of the bundles that serve this interaction from now on. From any thread. */
    void tellServedBy(Supplier<Map<String, String>> bundles) {
        execute(() -> log.publish(s -> new InteractionEvent.InteractionServedBy(s, bundles.get())));
    }

    /** This server of a cluster is the interaction's home. From any thread. */
    void tellHome(HomeClaim claim) {
        HomeClaim.LostRun lost = claim.previous();
        execute(() -> {
            if (lost != null) {
                admission.followsLostRun();
            }
            log.publish(s -> new InteractionEvent.InteractionHomed(
                    s,
                    claim.server(),
                    claim.number(),
                    lost == null ? null : lost.server(),
                    lost == null ? null : lost.createdAt()));
        });
    }

    /** A bundle was stopped or started, which may have served this interaction. From any thread. */
    void tellBundle(String bundle, String version, boolean started) {
        execute(() -> log.publish(s -> new InteractionEvent.BundleChanged(s, bundle, version, started)));
    }

    /** Takes the interaction as far as a connection's changed media allow: to its start, or to the client's own. */
    void proceed(ParticipantConnection connection) {
        if (state == InteractionState.WAITING) {
            startIfComplete();
        } else if (state.isRunning() && connection.isReady()) {
            announceStart(connection);
            media.recordings().follow(connection.media());
            media.router().connectAll(seats.connections());
        }
    }

    /** A client has said what it decodes. Each participant is asked for a codec that all the others decode. */
    void agreeOnCodecs(ParticipantConnection answered) {
        if (codecs.isPossible()) {
            codecs.ask();
        } else if (state == InteractionState.WAITING) {
            end(EndReason.ABORTED);
        } else if (state.isRunning()) {
            events.onFailure(answered, "this browser knows no video format that the others' browsers know, too");
        }
    }

    private void startIfComplete() {
        List<ParticipantConnection> all = seats.connections();
        if (all.size() < first.size() || !all.stream().allMatch(ParticipantConnection::isReady)) {
            return;
        }
        state = InteractionState.RUNNING;
        startedAt = log.start();
        agenda.clear();
        // Plans count from here, and so do recordings.
        countdown.begin(media.recordings().beginTimeline(agenda::nanoTime));
        media.start(startedAt);
        log.publish(InteractionEvent.InteractionStarted::new);
        all.forEach(this::announceStart);
        media.router().connectAll(all);
        performance.start();
    }

    private void announceStart(ParticipantConnection connection) {
        if (!connection.isStarted()) {
            connection.markStarted();
            repeatStart(connection);
            String prefix = media.recordings()
                    .begin(connection.media(), connection.seat().connectionCount());
            log.tell(s -> new InteractionEvent.PipelineStarted(s, prefix), connection.userId());
            performance.onBack(connection);
        }
    }

    /** Tells a client the remaining time, when it has started and again when its channel was replaced. */
    void repeatStart(ParticipantConnection connection) {
        if (connection.isStarted() && !state.isOver()) {
            connection.send(new ServerMessage.Start(countdown.remaining()));
            if (state == InteractionState.ENDING) {
                connection.send(new ServerMessage.Ending());
            }
        }
    }

    /** @param userId whose page marks a moment; null for an operator */
    void mark(Mark mark, @Nullable String userId) {
        Duration at = countdown.elapsed();
        log.tell(s -> new InteractionEvent.MarkSet(s, mark, at), userId);
        performance.onMark(mark.name(), userId);
    }

    /** What the interaction's plan does; nothing without a plan. */
    PlanPerformance performance() {
        return performance;
    }

    @Override
    public void onEnd() {
        end(EndReason.DURATION_REACHED);
    }

    /** Moves the end. Everybody is told the new remaining time, and of the end again when it is near. */
    void extend(Duration by) {
        countdown.extend(by);
        if (state == InteractionState.ENDING) {
            state = InteractionState.RUNNING;
        }
        seats.connections().stream()
                .filter(ParticipantConnection::isStarted)
                .forEach(connection -> connection.send(new ServerMessage.Extended(countdown.remaining())));
    }

    @Override
    public void onNotice() {
        if (state == InteractionState.RUNNING) {
            state = InteractionState.ENDING;
            for (ParticipantConnection connection : seats.connections()) {
                connection.send(new ServerMessage.Ending());
                log.tell(InteractionEvent.EndingNoticeSent::new, connection.userId());
            }
        }
    }

    /** Ends a connection. Idempotent. */
    void disconnect(ParticipantConnection connection, LeaveCause cause) {
        Seat seat = connection.seat();
        connection.close();
        if (seat.connection() != connection) {
            return;
        }
        seat.disconnect();
        share.give(connection.userId());
        if (state == InteractionState.WAITING) {
            seats.remove(seat); // who leaves before the start frees the seat
        }
        media.disconnect(connection);
        events.tellDisconnected(connection, cause);
        if (state.isOver()) {
            return;
        }
        seats.sendToOthers(
                connection,
                new ServerMessage.OtherLeft(
                        connection.userId(), connection.participant().streamId()));
        if (state.isRunning()) {
            media.router().connectAll(seats.connections());
        }
        performance.onGone(connection);
        endIfEmpty();
        if (state.isRunning() && seats.connections().isEmpty()) {
            // Also if they said stop: pages say it while they unload, and a reload comes back.
            events.endUnlessSomebodyComesBack();
        }
    }

    /** Ends an interaction that has not started and has nobody left. */
    void endIfEmpty() {
        if (state == InteractionState.WAITING && seats.connections().isEmpty() && !admission.isExamining()) {
            end(EndReason.EMPTY);
        }
    }

    private void abortIfWaiting() {
        if (state == InteractionState.WAITING) {
            end(EndReason.ABORTED);
        }
    }

    boolean isOver() {
        return state.isOver();
    }

    /** Whether the interaction ended without having started. */
    boolean isOverBeforeItsStart() {
        return state.isOver() && startedAt == null;
    }

    /** Answers a join that arrived while the interaction ended. */
    ParticipantSession joinNext(JoinRequest request, SignalingChannel channel) {
        return owner.joinAfter(this, request, channel);
    }

    /** Ends the interaction: completes its files, tells all participants, refuses further joins. Idempotent. */
    void end(EndReason reason) {
        if (state.isOver()) {
            return;
        }
        performance.finish();
        state = reason == EndReason.ABORTED ? InteractionState.ABORTED : InteractionState.ENDED;
        agenda.close();
        owner.onOver(this);
        if (plan != null && startedAt == null) {
            plan.release();
        }
        // Media goes on until the files are complete. Nothing waits for a disk on this thread.
        media.recordings()
                .finishAll()
                .whenComplete((recorded, broken) -> execute(
                        () -> sayFarewell(reason, recorded == null ? InteractionRecordings.Outcome.NONE : recorded)));
    }

    private void sayFarewell(EndReason reason, InteractionRecordings.Outcome recorded) {
        farewells.say(reason, recorded);
        log.publish(InteractionEvent.InteractionDeleted::new);
        beOver();
    }

    /** Who waits for the end finds room for the next interaction. */
    private void beOver() {
        share.close();
        over.complete(null);
    }

    /** Completes when everybody has been told and all files are complete. From any thread. */
    CompletableFuture<?> whenOver() {
        return over;
    }

    private void fail(Throwable bug) {
        LOGGER.error("interaction {} ends because of a bug of the server", key, bug);
        try {
            end(EndReason.FAILED);
        } catch (RuntimeException | LinkageError another) {
            LOGGER.error("interaction {} did not end cleanly", key, another);
            owner.onOver(this);
            beOver();
        }
    }
}
