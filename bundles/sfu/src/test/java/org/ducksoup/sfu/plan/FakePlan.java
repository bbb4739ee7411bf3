package org.ducksoup.sfu.plan;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ducksoup.api.interaction.ExclusionRules;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinGrant;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.plan.DueAct;
import org.ducksoup.api.plan.ExperimentPlan;
import org.ducksoup.api.plan.PlanAct;
import org.ducksoup.api.plan.PlanAssignment;
import org.ducksoup.api.plan.PlanExecution;
import org.ducksoup.api.plan.PlanRefusedException;
import org.ducksoup.api.plan.SpeechListener;
import org.jspecify.annotations.Nullable;

/** A plan with the roles a and b and one condition, that a test fills with acts. It notes what it hears. */
final class FakePlan implements ExperimentPlan, PlanAssignment, PlanExecution {
    final Map<String, Effects> effects = new HashMap<>();
    final List<String> heard = new ArrayList<>();
    final List<PlanAct> restored = new ArrayList<>();
    Set<String> listened = Set.of();
    /** Those with an effect on their voice in each of the conditions, which this plan only claims to have. */
    Set<String> affected = Set.of();

    String trial;
    List<String> roles = List.of("a", "b");
    Exception refusal;
    int assigned;
    int released;
    private final List<DueAct> waiting = new ArrayList<>();

    void at(Duration due, PlanAct act) {
        waiting.add(new DueAct("step" + waiting.size(), 1, "time", due, act));
        waiting.sort(Comparator.comparing(DueAct::due));
    }

    @Override
    public String name() {
        return "dyad";
    }

    @Override
    public String sha256() {
        return "ab12";
    }

    @Override
    public @Nullable String trial() {
        return trial;
    }

    @Override
    public Duration duration() {
        return Duration.ofSeconds(60);
    }

    @Override
    public List<String> roles() {
        return roles;
    }

    @Override
    public Settings settings() {
        return new Settings(
                "none",
                new JoinRequest.VideoRequest(Codec.H264, 640, 480, 25),
                false,
                false,
                false,
                JoinGrant.Control.NONE);
    }

    @Override
    public ExclusionRules exclusions() {
        return ExclusionRules.NONE;
    }

    @Override
    public Set<String> listenedRoles() {
        return listened;
    }

    @Override
    public Set<String> rolesWithAudioEffect() {
        return affected;
    }

    @Override
    public PlanAssignment assign(InteractionKey interaction, @Nullable String code)
            throws PlanRefusedException, IOException {
        if (refusal instanceof PlanRefusedException refused) {
            throw refused;
        } else if (refusal instanceof IOException failed) {
            throw failed;
        }
        assigned++;
        return this;
    }

    @Override
    public String code() {
        return "k7";
    }

    @Override
    public long seed() {
        return 42;
    }

    @Override
    public Effects effects(String role) {
        return effects.getOrDefault(role, new Effects(null, null, false));
    }

    @Override
    public PlanExecution execution() {
        return this;
    }

    /** Louder than -50 dBov is speech. */
    @Override
    public SpeechListener speechListener() {
        return new SpeechListener() {
            private boolean speaking;

            @Override
            public @Nullable Heard onLevel(int level, long nanos) {
                boolean now = level < 50;
                Heard change = now == speaking ? null : new Heard(now, nanos);
                speaking = now;
                return change;
            }

            @Override
            public @Nullable Heard onTime(long nanos) {
                return null;
            }
        };
    }

    @Override
    public void release() {
        released++;
    }

    @Override
    public List<DueAct> advance(Duration now) {
        List<DueAct> due =
                waiting.stream().filter(act -> act.due().compareTo(now) <= 0).toList();
        waiting.removeAll(due);
        return due;
    }

    @Override
    public List<DueAct> upcoming(Duration until) {
        return waiting.stream()
                .filter(act -> act.due().compareTo(until) <= 0)
                .filter(act -> act.act() instanceof PlanAct.Control || act.act() instanceof PlanAct.Switch)
                .toList();
    }

    @Override
    public Optional<Duration> next(Duration after) {
        return waiting.stream()
                .map(DueAct::due)
                .filter(due -> due.compareTo(after) > 0)
                .findFirst();
    }

    @Override
    public Optional<Duration> next() {
        return waiting.stream().map(DueAct::due).findFirst();
    }

    @Override
    public void onSpeech(String role, boolean speaking, Duration since, Duration now) {
        heard.add((speaking ? "speech" : "silence") + " of " + role + " since " + since + " at " + now);
    }

    @Override
    public void onPresence(String role, boolean there, Duration now) {
        heard.add(role + (there ? " is back" : " is away") + " at " + now);
    }

    @Override
    public void onMarker(String name, @Nullable String role, Duration now) {
        heard.add("mark " + name + " of " + role + " at " + now);
    }

    @Override
    public List<PlanAct> restore(String role, Duration now) {
        return restored;
    }
}
