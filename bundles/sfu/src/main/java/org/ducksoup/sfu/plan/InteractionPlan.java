package org.ducksoup.sfu.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinGrant;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.JoinRequest.PlanPlace;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.plan.ExperimentPlan;
import org.ducksoup.api.plan.PlanAssignment;
import org.ducksoup.api.plan.PlanRefusedException;
import org.ducksoup.sfu.events.InteractionLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plan of one interaction, and the condition that it was given. What a join says of size, time, media and effects comes from
 * here. On the interaction's thread.
 */
public final class InteractionPlan {
    private static final Logger LOGGER = LoggerFactory.getLogger(InteractionPlan.class);

    private static final PlanAssignment.Effects NO_EFFECTS = new PlanAssignment.Effects(null, null, false);

    private final ExperimentPlan plan;
    private final InteractionKey key;
    private final @Nullable String code;
    private final Executor checks;
    private final Executor thread;
    private final InteractionLog log;
    private final List<CompletableFuture<PlanAssignment>> waiting = new ArrayList<>();
    private @Nullable PlanAssignment given;
    private boolean released;

    /**
     * @param first join of the interaction, whose token may have the condition's code
     * @param checks may block
     * @param thread the interaction's
     */
    public InteractionPlan(
            ExperimentPlan plan, JoinRequest first, Executor checks, Executor thread, InteractionLog log) {
        this.plan = plan;
        this.key = first.key();
        this.code = first.place() == null ? null : first.place().condition();
        this.checks = checks;
        this.thread = thread;
        this.log = log;
    }

    public ExperimentPlan plan() {
        return plan;
    }

    /** Whether browsers have to send how loud they are. It is the same for all roles and conditions: an offer tells nobody which. */
    public boolean listens() {
        return !plan.listenedRoles().isEmpty();
    }

    /** Whether a step of the plan waits for what somebody says, in whichever condition. */
    public boolean listensTo(JoinRequest join) {
        PlanPlace place = join.place();
        return place != null && plan.listenedRoles().contains(place.role());
    }

    /**
     * Whether somebody is to be heard, and can be heard by the sound in front of an effect. It is the same for all conditions:
     * nobody finds out which one it is by a browser that does not say how loud it is.
     */
    public boolean hearsDecoded(JoinRequest join) {
        PlanPlace place = join.place();
        return listensTo(join) && place != null && plan.rolesWithAudioEffect().contains(place.role());
    }

    /** A join with the code of a trial, with the place that the trial gives it. */
    public static JoinRequest placed(JoinRequest request, ExperimentPlan plan) {
        String trial = plan.trial();
        PlanPlace place = request.place();
        if (trial == null || place == null || !trial.equals(place.trial())) {
            return request;
        }
        return request.withPlace(new PlanPlace(plan.name(), plan.roles().get(0), null, trial, place.audioOnly()));
    }

    /** A join with the values of its plan, and without effects: nobody knows them before a condition is given. */
    public static JoinRequest withValues(JoinRequest request, ExperimentPlan plan) {
        return withValues(request, plan, NO_EFFECTS);
    }

    private static JoinRequest withValues(JoinRequest request, ExperimentPlan plan, PlanAssignment.Effects effects) {
        ExperimentPlan.Settings settings = plan.settings();
        return new JoinRequest(
                request.key(),
                request.userId(),
                plan.duration(),
                plan.roles().size(),
                settings.video(),
                effects.audioFx(),
                effects.videoFx(),
                settings.recordingMode(),
                settings.gpu(),
                settings.overlay(),
                settings.audioOnly(),
                request.resumption(),
                new JoinGrant(settings.control(), request.grant().ignored()),
                request.place());
    }

    /**
     * A join with all values of its plan. The first one gives the interaction its condition, which waits for the disk.
     *
     * @return fails with a {@link Refused}
     */
    public CompletableFuture<JoinRequest> fill(JoinRequest request) {
        PlanPlace place = request.place();
        if (place == null) {
            throw new IllegalArgumentException("a join without a place in a plan");
        }
        if (place.condition() != null && !place.condition().equals(code)) {
            return CompletableFuture.failedFuture(new Refused(new Reason(
                    "condition",
                    "",
                    "the join token of this participant has another condition than that of the first one in this"
                            + " interaction; the tokens of a group must have the same")));
        }
        return assignment().thenApply(assignment -> withValues(request, plan, assignment.effects(place.role())));
    }

    /** What the interaction was given; null before. */
    public @Nullable PlanAssignment given() {
        return given;
    }

    private CompletableFuture<PlanAssignment> assignment() {
        if (given != null) {
            return CompletableFuture.completedFuture(given);
        }
        CompletableFuture<PlanAssignment> next = new CompletableFuture<>();
        waiting.add(next);
        if (waiting.size() == 1) {
            checks.execute(this::assign);
        }
        return next;
    }

    /** Waits for the disk. */
    private void assign() {
        try {
            PlanAssignment assignment = plan.assign(key, code);
            thread.execute(() -> {
                given = assignment;
                if (released) {
                    release();
                }
                log.publish(s -> new InteractionEvent.PlanAssigned(
                        s,
                        plan.name(),
                        plan.sha256(),
                        assignment.code(),
                        assignment.seed(),
                        plan.exclusions(),
                        plan.trial() != null));
                tellThoseWhoWait(each -> each.complete(assignment));
            });
        } catch (PlanRefusedException e) {
            fail(new Reason(e.key(), e.value(), String.valueOf(e.getMessage())));
        } catch (IOException | RuntimeException | LinkageError e) {
            LOGGER.error("{}: plan {} gave no condition", key, plan.name(), e);
            fail(neutral(plan));
        }
    }

    private void fail(Reason reason) {
        thread.execute(() -> tellThoseWhoWait(each -> each.completeExceptionally(new Refused(reason))));
    }

    /** Who came first is told first, and gets the role that two want. */
    private void tellThoseWhoWait(Consumer<CompletableFuture<PlanAssignment>> result) {
        List<CompletableFuture<PlanAssignment>> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(result);
    }

    /** What a page hears when effects cannot be had: no more than that. The reason is in the server's log. */
    public Reason hidden(Reason reason, JoinRequest request) {
        LOGGER.warn(
                "{}: plan {} cannot be carried out for role {}: {}: {}",
                key,
                plan.name(),
                request.place() == null ? "" : request.place().role(),
                reason.key(),
                reason.message());
        return neutral(plan);
    }

    private static Reason neutral(ExperimentPlan plan) {
        return new Reason(
                "plan",
                plan.name(),
                "this server cannot carry out this plan at the moment; its operator finds the reason in the server's log,"
                        + " and ducksoup:plan check says what the plan needs");
    }

    /** The interaction never started: another one gets its condition. */
    public void release() {
        released = true;
        PlanAssignment unused = given;
        if (unused != null) {
            checks.execute(() -> {
                try {
                    unused.release();
                } catch (IOException | RuntimeException e) {
                    LOGGER.warn("{}: its condition stays given: {}", key, e.toString());
                }
            });
        }
    }

    /** A join that the plan does not allow. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Reason reason;

        Refused(Reason reason) {
            super(reason.message());
            this.reason = reason;
        }

        /** The reason in what a future failed with. */
        public static Reason reasonOf(Throwable failure) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof Refused refused) {
                return refused.reason;
            }
            throw new IllegalStateException("a bug of the server", cause);
        }
    }
}
