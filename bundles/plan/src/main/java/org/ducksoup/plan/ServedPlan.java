package org.ducksoup.plan;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ducksoup.api.interaction.ExclusionRules;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinRequest.VideoRequest;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.plan.ExperimentPlan;
import org.ducksoup.api.plan.PlanAssignment;
import org.ducksoup.api.plan.PlanExecution;
import org.ducksoup.api.plan.PlanRefusedException;
import org.ducksoup.api.plan.SpeechListener;
import org.ducksoup.plan.assignment.Assigned;
import org.ducksoup.plan.assignment.Assigner;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.model.PlanMedia;
import org.ducksoup.plan.run.PlanRun;
import org.ducksoup.plan.speech.Ears;
import org.ducksoup.plan.timetable.DrawnPlan;
import org.jspecify.annotations.Nullable;

/** A plan as interactions see it. */
final class ServedPlan implements ExperimentPlan {
    private final Plan plan;
    private final Assigner assigner;

    ServedPlan(Plan plan, Assigner assigner) {
        this.plan = plan;
        this.assigner = assigner;
    }

    @Override
    public String name() {
        return plan.name();
    }

    @Override
    public String sha256() {
        return plan.sha256();
    }

    @Override
    public @Nullable String trial() {
        return null;
    }

    @Override
    public Duration duration() {
        return plan.duration();
    }

    @Override
    public List<String> roles() {
        return plan.roles();
    }

    @Override
    public Settings settings() {
        PlanMedia media = plan.media();
        return new Settings(
                media.recordingMode(),
                new VideoRequest(
                        Codec.of(media.videoFormat()).orElse(Codec.H264),
                        media.width(),
                        media.height(),
                        media.frameRate()),
                media.gpu(),
                media.overlay(),
                media.audioOnly(),
                plan.control());
    }

    @Override
    public ExclusionRules exclusions() {
        return plan.exclusions();
    }

    @Override
    public Set<String> listenedRoles() {
        return PlanRun.listened(plan.timeline());
    }

    @Override
    public Set<String> rolesWithAudioEffect() {
        return plan.roles().stream()
                .filter(role -> plan.conditions().values().stream()
                        .allMatch(condition -> isEffect(condition.effects(role).audioFx())))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isEffect(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    @Override
    public PlanAssignment assign(InteractionKey interaction, @Nullable String code)
            throws PlanRefusedException, IOException {
        Assigned assigned = assigner.assign(plan, interaction, code);
        DrawnPlan drawn = new DrawnPlan(plan, assigned.condition(), assigned.seed());
        return new PlanAssignment() {
            @Override
            public String code() {
                return assigned.code();
            }

            @Override
            public long seed() {
                return assigned.seed();
            }

            @Override
            public Effects effects(String role) {
                return drawn.condition().beginning(role);
            }

            @Override
            public PlanExecution execution() {
                return new PlanRun(drawn);
            }

            @Override
            public SpeechListener speechListener() {
                return new Ears();
            }

            @Override
            public void release() throws IOException {
                assigner.release(plan, interaction, assigned);
            }
        };
    }
}
