package org.ducksoup.plan.trial;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.ducksoup.api.interaction.ExclusionRules;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.plan.ExperimentPlan;
import org.ducksoup.api.plan.PlanAssignment;
import org.ducksoup.api.plan.PlanExecution;
import org.ducksoup.api.plan.SpeechListener;
import org.ducksoup.plan.run.PlanRun;
import org.ducksoup.plan.speech.Ears;
import org.ducksoup.plan.timetable.DrawnPlan;
import org.jspecify.annotations.Nullable;

/** One role of a plan, with a condition and a seed that an operator has chosen. It is in no assignment. */
final class TrialPlan implements ExperimentPlan {
    private final ExperimentPlan whole;
    private final String trial;
    private final String role;
    private final String conditionCode;
    private final DrawnPlan drawn;

    /**
     * @param whole as participants get it
     * @param trial the code of the trial
     * @param conditionCode stands for the condition
     * @param drawn with the steps that can happen
     */
    TrialPlan(ExperimentPlan whole, String trial, String role, String conditionCode, DrawnPlan drawn) {
        this.whole = whole;
        this.trial = trial;
        this.role = role;
        this.conditionCode = conditionCode;
        this.drawn = drawn;
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public String sha256() {
        return whole.sha256();
    }

    @Override
    public String trial() {
        return trial;
    }

    @Override
    public Duration duration() {
        return whole.duration();
    }

    @Override
    public List<String> roles() {
        return List.of(role);
    }

    @Override
    public Settings settings() {
        return whole.settings();
    }

    @Override
    public ExclusionRules exclusions() {
        return whole.exclusions();
    }

    @Override
    public Set<String> listenedRoles() {
        return own(whole.listenedRoles());
    }

    @Override
    public Set<String> rolesWithAudioEffect() {
        return own(whole.rolesWithAudioEffect());
    }

    private Set<String> own(Set<String> roles) {
        return roles.contains(role) ? Set.of(role) : Set.of();
    }

    @Override
    public PlanAssignment assign(InteractionKey interaction, @Nullable String code) {
        return new PlanAssignment() {
            @Override
            public String code() {
                return conditionCode;
            }

            @Override
            public long seed() {
                return drawn.seed();
            }

            @Override
            public Effects effects(String played) {
                return drawn.condition().beginning(played);
            }

            @Override
            public PlanExecution execution() {
                return new OneRole(new PlanRun(drawn), role);
            }

            @Override
            public SpeechListener speechListener() {
                return new Ears();
            }

            @Override
            public void release() {
                // No place was taken.
            }
        };
    }
}
