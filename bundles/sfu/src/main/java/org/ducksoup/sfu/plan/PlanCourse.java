package org.ducksoup.sfu.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.plan.DueAct;
import org.ducksoup.api.plan.PlanAct;
import org.ducksoup.api.plan.PlanExecution;
import org.ducksoup.api.plan.SpeechListener.Heard;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.time.Agenda;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the plan of one interaction, from its start on. The plan's execution says what is due; this class waits for it,
 * has it done, and tells the log. On the interaction's thread.
 */
public final class PlanCourse {
    /** Where acts are done. On the interaction's thread. */
    public interface Stage {
        /**
         * Does an act.
         *
         * @throws PlanActException if it cannot be done; its message says why
         */
        void perform(PlanAct act) throws PlanActException;

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

    private final PlanExecution execution;
    private final Supplier<Duration> elapsed;
    private final Agenda agenda;
    private final InteractionLog log;
    private final Stage stage;
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

    /** Does everything that is due now, and comes back when there is more. */
    public void proceed() {
        cancel.run();
        List<DueAct> due = execution.advance(elapsed.get());
        for (DueAct act : due) {
            if (stage.isOver()) {
                return;
            }
            perform(act);
        }
        execution.next().ifPresent(next -> {
            Duration left = next.minus(elapsed.get());
            cancel = agenda.after(left.isNegative() ? Duration.ZERO : left, this::proceed);
        });
    }

    private void perform(DueAct act) {
        String problem = null;
        try {
            stage.perform(act.act());
        } catch (PlanActException e) {
            problem = String.valueOf(e.getMessage());
        }
        tell(act, problem);
    }

    private void tell(DueAct act, @Nullable String problem) {
        Duration applied = problem == null ? elapsed.get() : null;
        InteractionEvent.PlanStepDone.Change change = ActWords.of(act.act());
        log.tell(
                s -> new InteractionEvent.PlanStepDone(
                        s, act.step(), act.repetition(), act.cause(), act.due(), change, applied, problem),
                stage.userOf(change.role()));
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
        Duration now = elapsed.get();
        for (PlanAct act : execution.restore(role, now)) {
            if (act instanceof PlanAct.Mute || act instanceof PlanAct.Freeze) {
                // These belong to the participant's place, and were never lost.
                continue;
            }
            perform(new DueAct("", 0, "the effects of " + role + " have begun", now, act));
        }
    }
}
