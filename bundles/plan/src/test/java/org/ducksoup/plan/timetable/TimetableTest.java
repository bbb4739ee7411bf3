package org.ducksoup.plan.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.ducksoup.plan.Examples;
import org.ducksoup.plan.model.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimetableTest {
    private static final Path GOLDEN = Path.of("src/test/resources/org/ducksoup/plan/golden");

    private static String printed(DrawnPlan drawn) {
        return Timetable.of(drawn).stream()
                .map(step -> step.when() + " | " + step.step() + " " + step.repetition() + " | "
                        + step.acts().stream().map(DrawnAct::sentence).collect(Collectors.joining(" | ")))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** These must never change: the same plan, condition and seed have the same timetable, for ever. */
    @ParameterizedTest
    @CsvSource({"high, 1", "high, 17", "low, 17", "sham, 17", "high, 9007199254740991"})
    void theSameSeedHasTheSameTimetableForEver(String condition, long seed) throws IOException {
        String printed = printed(new DrawnPlan(Examples.dyad(Examples.EVERY_CHANCE), condition, seed));
        Path golden = GOLDEN.resolve("timetable-" + condition + "-" + seed + ".txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, printed);
        }
        assertThat(printed).isEqualTo(Files.readString(golden));
    }

    /** Times and steps are those of the condition, and nothing of it shows in the values. */
    @Test
    void aShamDoesTheSameWithNeutralValues() {
        Plan plan = Examples.dyad(Examples.EVERY_CHANCE);
        List<PlannedStep> active = Timetable.of(new DrawnPlan(plan, "high", 5));
        List<PlannedStep> sham = Timetable.of(new DrawnPlan(plan, "sham", 5));
        assertThat(sham)
                .extracting(PlannedStep::at)
                .isEqualTo(active.stream().map(PlannedStep::at).toList());
        assertThat(sham)
                .extracting(PlannedStep::step)
                .isEqualTo(active.stream().map(PlannedStep::step).toList());
        assertThat(printed(new DrawnPlan(plan, "sham", 5)))
                .contains(
                        "set a.voice.pitch to 1\n", "ramp a.voice.pitch to 1 in 0.5 s", "set a.light.brightness to 0\n")
                .doesNotContain("to 1.2", "to 0.9", "to 1.1", "to 0.8");
    }

    /** One more step, or another one left out, moves nothing else. */
    @Test
    void anotherStepChangesNoOtherDraw() {
        String more = Examples.EVERY_CHANCE.replace(
                "  - step: pulse",
                "  - step: more\n    when: { at: 5, jitter: 2 }\n    do: { set: a.voice.pitch, to: { choice: [1, 2] } }\n"
                        + "  - step: pulse");
        List<String> before = lines(Examples.EVERY_CHANCE);
        assertThat(lines(more)).containsAll(before).hasSize(before.size() + 1);
    }

    private static List<String> lines(String timeline) {
        return printed(new DrawnPlan(Examples.dyad(timeline), "high", 3))
                .lines()
                .toList();
    }

    @Test
    void anOrderHasEachValueOnceInEachRound() {
        Plan plan = Examples.dyad(
                "  - step: tone\n    when: { at: 10, every: 10, limit: 8 }\n    do: { set: a.voice.pitch, to: { order: tones } }\n");
        List<String> rounds = LongStream.range(0, 50)
                .mapToObj(seed -> Timetable.of(new DrawnPlan(plan, "high", seed)).stream()
                        .map(step -> step.acts().get(0).sentence().replaceAll(".* to ", ""))
                        .toList())
                .peek(values -> {
                    assertThat(values.subList(0, 4)).containsExactlyInAnyOrder("0.8", "0.9", "1.1", "1.2");
                    assertThat(values.subList(4, 8)).containsExactlyInAnyOrder("0.8", "0.9", "1.1", "1.2");
                })
                .map(Object::toString)
                .distinct()
                .toList();
        assertThat(rounds).hasSizeGreaterThan(40);
    }

    @Test
    void repetitionsEndWithTheInteraction() {
        Plan plan = Examples.dyad("  - step: x\n    when: { at: 0, every: 1:00 }\n    do: { mute: a, for: 1 }\n");
        assertThat(Timetable.of(new DrawnPlan(plan, "high", 1))).hasSize(10);
    }
}
