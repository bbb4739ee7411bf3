package org.ducksoup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.ducksoup.api.plan.DueAct;
import org.ducksoup.plan.check.LikelyMistakes;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.reading.PlanReader;
import org.ducksoup.plan.run.PlanRun;
import org.ducksoup.plan.timetable.DrawnPlan;
import org.ducksoup.plan.timetable.Timetable;
import org.junit.jupiter.api.Test;

/** Whatever is written in a file: it is refused with sentences, or it can be carried out. */
class MutatedPlansTest {
    private static final int EACH = 60;

    private static List<String> plans() throws IOException {
        List<String> plans = new ArrayList<>();
        Examples.names().forEach(name -> plans.add(Examples.text(name)));
        plans.add(Examples.DYAD + "timeline:\n" + Examples.EVERY_CHANCE);
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/org/ducksoup/plan/bad"))) {
            for (Path file : files.sorted().toList()) {
                plans.add(Files.readString(file).replaceAll("(?m)^# Line .*\\n", ""));
            }
        }
        return plans;
    }

    /** Words and characters of the text change places, go, or come twice. */
    private static String mutated(String text, Random random) {
        List<String> parts = new ArrayList<>(List.of(text.split("(?<=[\\s:{}\\[\\],.])|(?=[\\s:{}\\[\\],.])")));
        for (int change = 0; change <= random.nextInt(3) && parts.size() > 2; change++) {
            int at = random.nextInt(parts.size());
            int other = random.nextInt(parts.size());
            switch (random.nextInt(4)) {
                case 0 -> parts.remove(at);
                case 1 -> parts.set(at, parts.get(other));
                case 2 -> parts.add(at, parts.get(other));
                default -> java.util.Collections.swap(parts, at, other);
            }
        }
        return String.join("", parts);
    }

    @Test
    void nothingElseHappens() throws IOException {
        Random random = new Random(11);
        int good = 0;
        for (String text : plans()) {
            boolean isRight = PlanReader.read("x", text).plan() != null;
            for (int i = 0; i < EACH * (isRight ? 10 : 1); i++) {
                String plan = mutated(text, random);
                try {
                    PlanReader.Result result = PlanReader.read("x", plan.getBytes(StandardCharsets.UTF_8));
                    assertThat(result.plan() == null)
                            .isEqualTo(!result.problems().isEmpty());
                    if (result.plan() != null) {
                        good++;
                        carryOut(result.plan(), random);
                    }
                } catch (RuntimeException e) {
                    throw new AssertionError(plan, e);
                }
            }
        }
        assertThat(good).as("plans that are still right").isGreaterThan(200);
    }

    private static void carryOut(Plan plan, Random random) {
        LikelyMistakes.of(plan);
        for (String condition : plan.conditions().keySet()) {
            DrawnPlan drawn = new DrawnPlan(plan, condition, random.nextInt(1000));
            LikelyMistakes.of(drawn);
            Timetable.of(drawn).forEach(step -> step.acts()
                    .forEach(act -> assertThat(act.sentence()).isNotEmpty()));
            PlanRun run = new PlanRun(drawn);
            for (int second = 0; second < 20; second++) {
                Duration now = Duration.ofSeconds(second * 45L);
                String role = plan.roles().get(random.nextInt(plan.roles().size()));
                run.onSpeech(role, random.nextBoolean(), now, now);
                run.onMarker("go", role, now);
                run.onPresence(role, random.nextBoolean(), now);
                for (DueAct act : run.advance(now)) {
                    assertThat(act.due()).isLessThanOrEqualTo(now);
                }
                run.restore(role, now);
            }
        }
    }
}
