package org.ducksoup.plan.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.plan.DueAct;
import org.ducksoup.api.plan.ExperimentPlan;
import org.ducksoup.api.plan.PlanAssignment;
import org.ducksoup.api.plan.PlanExecution;
import org.ducksoup.api.plan.PlanSummary;
import org.ducksoup.api.plan.PlanTrial;
import org.ducksoup.parts.Timer;
import org.ducksoup.plan.Examples;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.reading.PlanReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One role of a plan alone: what happens, and how often and how long its code counts. */
class TrialsTest {
    private static final InteractionKey MIRROR = new InteractionKey("https://lab.example", "default", "mirror-1");
    private static final String STEPS = """
              - step: both
                when: { at: 10 }
                do:
                  - { message: all, text: "Hello." }
                  - { set: a.voice.pitch, to: { random: [0.8, 1.2] } }
              - step: quiet
                when: { silence: b, for: 3 }
                do: { mute: a }
              - step: after-quiet
                when: { step: quiet, delay: 1 }
                do: { end: true }
              - step: own
                when: { speech: a, for: 1 }
                do: { freeze: b }
              - step: own-silence
                when: { silence: a, for: 20 }
                do: { mute: a, for: 2 }
              - step: sign
                when: { marker: go }
                do: { message: a, text: "Go." }
              - step: sign-of-b
                when: { marker: go, of: b }
                do: { message: a, text: "They are ready." }
            """;

    private final Plan plan = Examples.dyad(STEPS);
    private long nanos;
    private final Timer timer = new Timer() {
        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(nanos);
        }

        @Override
        public Runnable schedule(Duration delay, Runnable task) {
            throw new AssertionError("a trial waits for nothing");
        }
    };

    private final Trials trials = new Trials(timer, new SharedCodes(() -> null));

    @TempDir
    Path state;

    private PlanTrial trial(String role) {
        return trial(plan, role, "low");
    }

    private PlanTrial trial(Plan tried, String role, String condition) {
        PlanSummary summary = new PlanSummary(
                tried.name(), tried.sha256(), "", tried.duration(), tried.roles(), List.of(), "token", List.of());
        return trials.add(new Trials.Wish(Examples.served(tried, state), tried, summary, role, condition, "k7abc", 17));
    }

    private PlanAssignment begun(PlanTrial trial) throws Exception {
        return trials.take(trial.code()).orElseThrow().assign(MIRROR, null);
    }

    private static List<String> done(List<DueAct> acts) {
        return acts.stream().map(due -> due.step() + " " + due.act()).toList();
    }

    @Test
    void anInteractionOfOneWithTheChosenConditionAndSeed() throws Exception {
        PlanTrial trial = trial("a");
        ExperimentPlan alone = trials.take(trial.code()).orElseThrow();
        assertThat(alone.roles()).containsExactly("a");
        assertThat(alone.trial()).isEqualTo(trial.code());
        assertThat(alone.sha256()).isEqualTo(plan.sha256());
        assertThat(alone.listenedRoles()).containsExactly("a");
        assertThat(alone.rolesWithAudioEffect()).isEqualTo(Set.of("a"));
        PlanAssignment given = alone.assign(MIRROR, null);
        assertThat(given.seed()).isEqualTo(17);
        assertThat(given.code()).isEqualTo("k7abc");
        assertThat(given.effects("a").audioFx()).contains("pitch");
        given.release();
        assertThat(state).as("no place of the assignment is taken").isEmptyDirectory();
    }

    /** A sham that is tried must sound as the sham does. */
    @Test
    void effectsBeginAsInAnInteraction() throws Exception {
        Plan sham = PlanReader.read("x", """
                duration: 60
                roles: [a, b]
                effects:
                  a: { audioFx: "pitch pitch=1 name=voice", values: { voice.pitch: 1.3 } }
                conditions:
                  high: {}
                  calm: { shamOf: high, by: circuit }
                timeline: []
                """).plan();
        PlanAssignment given = begun(trial(sham, "a", "calm"));
        assertThat(given.effects("a")).isEqualTo(sham.condition("calm").beginning("a"));
        assertThat(given.effects("a").outOfCircuit()).isTrue();
        assertThat(given.effects("a").audioFx()).contains("1.3");
    }

    @Test
    void actsOnOthersAreLeftOutAndStepsThatWaitForThemNeverHappen() throws Exception {
        PlanExecution steps = begun(trial("a")).execution();
        assertThat(done(steps.advance(Duration.ofSeconds(9)))).isEmpty();
        assertThat(done(steps.upcoming(Duration.ofSeconds(10)))).hasSize(1);
        assertThat(done(steps.advance(Duration.ofSeconds(11))))
                .hasSize(2)
                .noneMatch(act -> act.contains("role=b"))
                .allMatch(act -> act.startsWith("both"));
        assertThat(done(steps.advance(Duration.ofSeconds(30))))
                .as("own silence, and its end; b's silence ends nothing")
                .containsExactly("own-silence Mute[role=a, on=true]", "own-silence Mute[role=a, on=false]");
        steps.onMarker("go", "a", Duration.ofSeconds(31));
        steps.onSpeech("a", true, Duration.ofSeconds(31), Duration.ofSeconds(31));
        assertThat(done(steps.advance(Duration.ofSeconds(40)))).containsExactly("sign Message[role=a, text=Go.]");
    }

    /** What is drawn does not depend on who is there. */
    @Test
    void theTimetableIsThatOfThePlanWithWhatHappens() {
        List<PlanTrial.Line> lines = trial("a").lines();
        PlanTrial.Line both = lines.get(0);
        assertThat(both.at()).hasSeconds(10);
        assertThat(both.acts()).extracting(PlanTrial.Act::done).containsExactly(true, false, true);
        assertThat(both.acts().get(2).text())
                .isEqualTo(trial("b").lines().get(0).acts().get(2).text());
        assertThat(lines.stream().filter(line -> line.awaits() != null).map(PlanTrial.Line::step))
                .containsExactly("quiet", "after-quiet", "sign-of-b");
        assertThat(lines.stream().filter(line -> line.awaits() != null).flatMap(line -> line.acts().stream()))
                .noneMatch(PlanTrial.Act::done);
        assertThat(trial("b").lines().stream().filter(line -> "a".equals(line.awaits())))
                .extracting(PlanTrial.Line::step)
                .containsExactly("own", "own-silence");
    }

    @Test
    void aCodeCountsOnceAndForSomeMinutes() {
        PlanTrial trial = trial("a");
        assertThat(trial.code()).matches("[0-9a-f]{32}");
        assertThat(trials.take("0".repeat(32))).isEmpty();
        nanos += trial.valid().toNanos();
        assertThat(trials.take(trial.code())).isPresent();
        assertThat(trials.take(trial.code())).isEqualTo(Optional.empty());
        PlanTrial late = trial("b");
        nanos += late.valid().toNanos() + 1;
        assertThat(trials.take(late.code())).isEmpty();
    }

    @Test
    void theOldestOfTooManyCountsNoMore() {
        PlanTrial first = trial("a");
        PlanTrial second = trial("a");
        Map<String, String> codes = new java.util.HashMap<>();
        for (int i = 0; i < 99; i++) {
            codes.put(trial("a").code(), "a");
        }
        assertThat(codes).as("no code comes twice").hasSize(99);
        assertThat(trials.take(first.code())).isEmpty();
        assertThat(trials.take(second.code())).isPresent();
    }

    // ---- in a cluster

    private static SharedCodes codes(String secret) {
        return new SharedCodes(() -> purpose -> (secret + purpose).getBytes(StandardCharsets.UTF_8));
    }

    private Optional<Trials.Wish> here(SharedCodes.Told told) {
        assertThat(told.plan()).isEqualTo(plan.name());
        assertThat(told.conditionCode()).isEqualTo("k7abc");
        PlanSummary summary = new PlanSummary(
                plan.name(), plan.sha256(), "", plan.duration(), plan.roles(), List.of(), "token", List.of());
        return Optional.of(new Trials.Wish(
                Examples.served(plan, state), plan, summary, told.role(), "low", told.conditionCode(), told.seed()));
    }

    private PlanTrial ofCluster(Trials server) {
        PlanSummary summary = new PlanSummary(
                plan.name(), plan.sha256(), "", plan.duration(), plan.roles(), List.of(), "token", List.of());
        return server.add(new Trials.Wish(Examples.served(plan, state), plan, summary, "a", "low", "k7abc", 17));
    }

    /** The participant of a trial may reach any server, and the interaction lives on one of them. */
    @Test
    void anotherServerOfTheClusterKnowsWhatIsTried() throws Exception {
        Trials asked = new Trials(timer, codes("secret"));
        Trials home = new Trials(timer, codes("secret"));
        String code = ofCluster(asked).code();
        assertThat(code).hasSizeLessThanOrEqualTo(200);
        assertThat(new String(
                        Base64.getUrlDecoder().decode(code.substring(0, code.indexOf('.'))), StandardCharsets.UTF_8))
                .as("who has the code does not know the condition")
                .startsWith(plan.name() + "\na\nk7abc\n17\n")
                .doesNotContain("low");
        assertThat(home.take(code)).isEmpty();
        ExperimentPlan tried = home.takeShared(code, this::here).orElseThrow();
        assertThat(tried.trial()).isEqualTo(code);
        assertThat(tried.roles()).containsExactly("a");
        assertThat(tried.assign(MIRROR, null).seed()).isEqualTo(17);
        assertThat(home.takeShared(code, this::here)).as("it counts once").isEmpty();
        assertThat(asked.take(code)).isPresent();
        assertThat(asked.takeShared(code, this::here)).as("it counts once").isEmpty();
    }

    @Test
    void codesOfStrangersAndOldOnesCountNowhere() {
        Trials home = new Trials(timer, codes("secret"));
        String code = ofCluster(new Trials(timer, codes("another"))).code();
        assertThat(home.takeShared(code, this::here)).isEmpty();
        String right = ofCluster(new Trials(timer, codes("secret"))).code();
        for (String wrong : List.of("", ".", "a.b", "a.b.c", right + "A", "A" + right, right.replace('.', ' '))) {
            assertThat(home.takeShared(wrong, this::here)).isEmpty();
        }
        nanos += Duration.ofMinutes(10).toNanos();
        assertThat(home.takeShared(right, this::here)).isEmpty();
        assertThat(trials.takeShared(right, this::here))
                .as("on a server that is alone")
                .isEmpty();
    }
}
