package org.ducksoup.sfu.plan;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.ducksoup.api.interaction.InteractionEvent.PlanStepDone;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.plan.DueAct;
import org.ducksoup.api.plan.PlanAct;
import org.ducksoup.api.plan.PlanExecution;
import org.ducksoup.api.plan.SpeechListener.Heard;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.time.Agenda;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the plan of one interaction, from its start on. The plan's execution says what is due; this class waits for it,
 * has it done, and tells the log.
 *
 * <p>Acts on effects are sent ahead of their time, with their time, so that a busy server does not make them late. The log says
 * which frame had them first. On the interaction's thread.
 */
public final class PlanCourse {
    /** Longer than a thread of a busy server waits for its turn, and too short for people to decide otherwise. */
    private static final Duration AHEAD = Duration.ofMillis(250);

    /**
     * The log waits so long for the frame that has a change: on their way to the effect, frames wait for lost packets, and on a busy
     * machine for their turn.
     */
    private static final Duration FRAME_WAIT = Duration.ofSeconds(2);

    /** Where acts are done. On the interaction's thread. */
    public interface Stage {
        /**
         * Does an act.
         *
         * @param when it counts, for an act on an effect
         * @throws PlanActException if it cannot be done; its message says why
         */
        void perform(PlanAct act, ChangeTime when) throws PlanActException;

        /** What stands for the running effects of a role: another object when they are built anew; null if there are none. */
        @Nullable
        Object effects(String role);

        /** Runs a task on the interaction's thread. From any thread. */
        void execute(Runnable task);

        /** The user who has a role; null if nobody has had it yet, or for the empty role. */
        @Nullable
        String userOf(String role);

        boolean isOver();
    }

    /** An act that could not be done. */
    public static final class PlanActException extends Exception {
        private static final long serialVersionUID = 1L;

        public PlanActException(String message) {
            super(message);
        }
    }

    /** An act on an effect that was sent there. */
    private final class Sent implements ChangeTime.Listener {
        private final DueAct act;
        private final @Nullable Object effects;
        private final Duration counts;
        /** Another act on the same property, of an earlier time, was sent after this one. */
        private boolean overtaken;

        private PlanStepDone.@Nullable Frame frame;

        Sent(DueAct act, @Nullable Object effects, Duration counts) {
            this.act = act;
            this.effects = effects;
            this.counts = counts;
        }

        boolean reached(@Nullable Object effectsNow) {
            return !overtaken && effects == effectsNow;
        }

        @Override
        public void onFrame(MediaKind kind, long arrivalNanos) {
            stage.execute(() -> {
                frame = new PlanStepDone.Frame(kind, elapsed.get().minusNanos(agenda.nanoTime() - arrivalNanos));
                tellOnce();
            });
        }

        void tellOnce() {
            if (untold.remove(this)) {
                tell(act, counts, frame, null);
            }
        }

        /** Nobody has seen or heard it, as far as the server knows. */
        void tellWithoutFrame() {
            if (untold.remove(this)) {
                tell(act, counts, null, "no frame came within " + FRAME_WAIT.toSeconds() + " s that could have it");
            }
        }
    }

    private final PlanExecution execution;
    private final Supplier<Duration> elapsed;
    private final Agenda agenda;
    private final InteractionLog log;
    private final Stage stage;
    /** Before they are due. */
    private final Map<DueAct, Sent> ahead = new LinkedHashMap<>();
    /** Due, and waiting for their frame. */
    private final Set<Sent> untold = new LinkedHashSet<>();

    private Runnable cancel = () -> {};

    /** @param elapsed since the start of the interaction */
    public PlanCourse(
            PlanExecution execution, Supplier<Duration> elapsed, Agenda agenda, InteractionLog log, Stage stage) {
        this.execution = execution;
        this.elapsed = elapsed;
        this.agenda = agenda;
        this.log = log;
        this.stage = stage;
    }

    /** Does everything that is due now, sends ahead what soon will be, and comes back when there is more. */
    public void proceed() {
        cancel.run();
        for (DueAct act : execution.advance(elapsed.get())) {
            if (stage.isOver()) {
                return;
            }
            perform(act);
        }
        Duration soon = elapsed.get().plus(AHEAD);
        execution.upcoming(soon).stream().filter(act -> !ahead.containsKey(act)).forEach(this::sendAhead);
        Optional<Duration> due = execution.next();
        Optional<Duration> later = execution.next(soon).map(next -> next.minus(AHEAD));
        due.map(first -> later.filter(second -> second.compareTo(first) < 0).orElse(first))
                .ifPresent(next -> {
                    Duration left = next.minus(elapsed.get());
                    cancel = agenda.after(left.isNegative() ? Duration.ZERO : left, this::proceed);
                });
    }

    private static boolean isOnEffect(PlanAct act) {
        return act instanceof PlanAct.Control || act instanceof PlanAct.Switch;
    }

    private static String roleOf(DueAct act) {
        return ActWords.of(act.act()).role();
    }

    /** What an act changes. */
    private static String target(DueAct act) {
        PlanStepDone.Change change = ActWords.of(act.act());
        return change.role() + "." + change.target();
    }

    private void sendAhead(DueAct act) {
        try {
            ahead.put(act, send(act));
        } catch (PlanActException e) {
            // When it is due, the role may be back. If not, the log gets the reason then.
        }
    }

    private Sent send(DueAct act) throws PlanActException {
        String target = target(act);
        for (Sent other : ahead.values()) {
            other.overtaken |=
                    target(other.act).equals(target) && other.act.due().compareTo(act.due()) > 0;
        }
        Duration now = elapsed.get();
        Duration counts = now.compareTo(act.due()) > 0 ? now : act.due();
        Sent sent = new Sent(act, stage.effects(roleOf(act)), counts);
        long nanos = agenda.nanoTime() + act.due().minus(now).toNanos();
        stage.perform(act.act(), new ChangeTime(nanos, sent));
        return sent;
    }

    private void perform(DueAct act) {
        if (!isOnEffect(act.act())) {
            performNow(act);
            return;
        }
        Sent sent = ahead.remove(act);
        try {
            boolean isThere = sent != null && sent.reached(stage.effects(roleOf(act)));
            await(sent != null && isThere ? sent : send(act));
        } catch (PlanActException e) {
            tell(act, null, null, String.valueOf(e.getMessage()));
        }
    }

    private void performNow(DueAct act) {
        try {
            stage.perform(act.act(), ChangeTime.AT_ONCE);
            tell(act, elapsed.get(), null, null);
        } catch (PlanActException e) {
            tell(act, null, null, String.valueOf(e.getMessage()));
        }
    }

    private void await(Sent sent) {
        untold.add(sent);
        if (sent.frame == null) {
            Runnable unused = agenda.after(FRAME_WAIT, sent::tellWithoutFrame);
        } else {
            sent.tellOnce();
        }
    }

    private void tell(
            DueAct act, @Nullable Duration applied, PlanStepDone.@Nullable Frame frame, @Nullable String problem) {
        PlanStepDone.Change change = ActWords.of(act.act());
        log.tell(
                s -> new PlanStepDone(
                        s, act.step(), act.repetition(), act.cause(), act.due(), change, applied, frame, problem),
                stage.userOf(change.role()));
    }

    /** The interaction is about to end: the log waits for no frame any more. */
    public void finish() {
        cancel.run();
        List.copyOf(untold).forEach(Sent::tellOnce);
    }

    public void onPresence(String role, boolean there) {
        execution.onPresence(role, there, elapsed.get());
        proceed();
    }

    /** @param role whose page has marked the moment; null for an operator */
    public void onMark(String name, @Nullable String role) {
        execution.onMarker(name, role, elapsed.get());
        proceed();
    }

    public void onSpeech(String role, Heard heard) {
        Duration now = elapsed.get();
        Duration since = now.minusNanos(agenda.nanoTime() - heard.sinceNanos());
        execution.onSpeech(role, heard.speaking(), since.isNegative() ? Duration.ZERO : since, now);
        proceed();
    }

    /** The values that the effects of a role have now, by {@code effect.property}; of a ramp, what is due now. */
    public Map<String, Object> values(String role) {
        Map<String, Object> values = new TreeMap<>();
        for (PlanAct act : execution.restore(role, elapsed.get())) {
            if (act instanceof PlanAct.Control control) {
                values.putIfAbsent(
                        control.effect() + "." + control.property(),
                        control.value().plain());
            } else if (act instanceof PlanAct.Switch circuit) {
                values.put(circuit.effect(), circuit.in() ? "in" : "out");
            }
        }
        return values;
    }

    /** Brings the effects of a role, which have just begun or begun again, to where the plan is. */
    public void restore(String role) {
        // What was sent ahead was lost with the effects, or is about to be overwritten.
        ahead.keySet().removeIf(act -> roleOf(act).equals(role));
        Duration now = elapsed.get();
        for (PlanAct act : execution.restore(role, now)) {
            if (act instanceof PlanAct.Mute || act instanceof PlanAct.Freeze) {
                // These belong to the participant's place, and were never lost.
                continue;
            }
            performNow(new DueAct("", 0, "the effects of " + role + " have begun", now, act));
        }
    }
}
