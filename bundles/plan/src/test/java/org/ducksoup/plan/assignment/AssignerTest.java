package org.ducksoup.plan.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.plan.PlanRefusedException;
import org.ducksoup.plan.Examples;
import org.ducksoup.plan.model.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssignerTest {
    @TempDir
    Path directory;

    private static Plan plan(String assignment) {
        return Examples.read(
                "study", "duration: 60\nroles: [a, b]\nconditions: { one: {}, two: {}, three: {} }\n" + assignment);
    }

    /** As a server that has just started has it. */
    private Assigner assigner() {
        return new Assigner(
                directory, new ConditionCodes(directory), () -> Instant.parse("2026-11-29T10:00:00Z"), new Random(7));
    }

    private static InteractionKey named(String name) {
        return new InteractionKey("https://lab.example", "study", name);
    }

    private static String condition(Assigner assigner, Plan plan, String name) throws Exception {
        return assigner.assign(plan, named(name), null).condition();
    }

    private List<String> conditions(Plan plan, int count) throws Exception {
        List<String> given = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // A restart before each.
            given.add(condition(assigner(), plan, "dyad-" + i));
        }
        return given;
    }

    @Test
    void aSequenceGoesOnAfterARestart() throws Exception {
        assertThat(conditions(plan("assignment: { by: sequence, conditions: [two, one] }"), 5))
                .containsExactly("two", "one", "two", "one", "two");
    }

    @Test
    void eachBlockHasEachConditionEquallyOften() throws Exception {
        List<String> given = conditions(plan("assignment: { by: blocks, blockSize: 6, seed: 3 }"), 60);
        for (int block = 0; block < 60; block += 6) {
            assertThat(given.subList(block, block + 6))
                    .containsExactlyInAnyOrder("one", "one", "two", "two", "three", "three");
        }
        assertThat(given)
                .isNotEqualTo(
                        IntStream.range(0, 60).mapToObj(i -> given.get(i % 6)).toList());
    }

    /** Nobody can compute them from the plan, and they are the same after each restart. */
    @Test
    void blocksWithoutASeedGetOneThatIsKept() throws Exception {
        Plan plan = plan("assignment: { by: blocks }");
        List<String> given = conditions(plan, 30);
        for (int block = 0; block < 30; block += 3) {
            assertThat(given.subList(block, block + 3)).containsExactlyInAnyOrder("one", "two", "three");
        }
        assertThat(Files.readString(directory.resolve("study.assignments.csv"))).containsOnlyOnce("blocks,");
    }

    @Test
    void aGroupPassesThroughItsRow() throws Exception {
        Plan plan = plan("assignment: { by: latin-square }");
        Map<String, List<String>> rows = new HashMap<>();
        for (int number = 1; number <= 3; number++) {
            for (String group : List.of("g1", "g2", "g3", "g4", "g5", "g6")) {
                String name = group + "." + number;
                String given = condition(assigner(), plan, name);
                assertThat(condition(assigner(), plan, name))
                        .as("the same again")
                        .isEqualTo(given);
                rows.computeIfAbsent(group, unused -> new ArrayList<>()).add(given);
            }
        }
        assertThat(rows.values()).allSatisfy(row -> assertThat(row).containsExactlyInAnyOrder("one", "two", "three"));
        assertThat(rows.values().stream().distinct()).hasSize(6);
        for (String wrong : List.of("g1", "g1.0", "g1.4", "g1.x", ".1", "g1.01")) {
            assertThatThrownBy(() -> condition(assigner(), plan, wrong))
                    .as(wrong)
                    .isInstanceOf(PlanRefusedException.class)
                    .hasMessageContaining("a number from 1 to 3, for instance group-17.1");
        }
    }

    @Test
    void aTokensCodeDecides() throws Exception {
        Plan plan = plan("assignment: { by: token }");
        Map<String, String> codes = new ConditionCodes(directory).of(plan);
        assertThat(assigner().assign(plan, named("x"), codes.get("two")).condition())
                .isEqualTo("two");
        for (String wrong : new String[] {null, "two", "aaaaaaaaaa"}) {
            assertThatThrownBy(() -> assigner().assign(plan, named("x"), wrong))
                    .isInstanceOf(PlanRefusedException.class)
                    .hasMessageNotContaining("two");
        }
        assertThatThrownBy(() -> assigner().assign(plan("assignment: { by: sequence }"), named("x"), codes.get("two")))
                .isInstanceOf(PlanRefusedException.class);
    }

    @Test
    void codesAreOpaqueAndStay() throws Exception {
        Map<String, String> codes = new ConditionCodes(directory).of(plan(""));
        assertThat(codes).containsOnlyKeys("one", "two", "three");
        assertThat(codes.values()).doesNotHaveDuplicates().allMatch(code -> code.matches("[a-z2-9]{10}"));
        Plan more = Examples.read("study", "duration: 60\nroles: [a]\nconditions: { three: {}, four: {} }\n");
        assertThat(new ConditionCodes(directory).of(more).get("three")).isEqualTo(codes.get("three"));
        assertThat(new ConditionCodes(directory).of(plan(""))).isEqualTo(codes);
        Path key = directory.resolve("study.key.csv");
        assertThat(Files.readAllLines(key)).hasSize(5).startsWith("code,condition", codes.get("one") + ",one");
        assertThat(Files.getPosixFilePermissions(key).toString()).doesNotContain("GROUP", "OTHERS");
    }

    @Test
    void whatWasGivenSaysNothingToWhoHasNotTheKey() throws Exception {
        Plan plan = plan("assignment: { by: sequence }\nseed: 17\n");
        Assigned assigned = assigner().assign(plan, named("dyad, \"17\""), null);
        assertThat(assigned.seed()).isEqualTo(17);
        assertThat(Files.readString(directory.resolve("study.assignments.csv")))
                .contains("," + assigned.code() + ",17,\"https://lab.example#study#dyad, \"\"17\"\"\"\n")
                .doesNotContain("one");
    }

    @Test
    void eachInteractionHasItsSeed() throws Exception {
        Plan plan = plan("assignment: { by: sequence }");
        Assigner assigner = assigner();
        long first = assigner.assign(plan, named("a"), null).seed();
        assertThat(assigner.assign(plan, named("b"), null).seed())
                .isNotEqualTo(first)
                .isBetween(0L, Plan.MAX_SEED);
    }

    @Test
    void aPlaceThatWasNotUsedIsGivenAgain() throws Exception {
        Plan plan = plan("assignment: { by: sequence }");
        Assigned first = assigner().assign(plan, named("a"), null);
        assertThat(condition(assigner(), plan, "b")).isEqualTo("two");
        assigner().release(plan, named("a"), first);
        assertThat(condition(assigner(), plan, "c")).isEqualTo("one");
        assertThat(condition(assigner(), plan, "d")).isEqualTo("three");
    }

    @Test
    void interactionsAtOnceGetPlacesOfTheirOwn() throws Exception {
        Plan plan = plan("assignment: { by: blocks, seed: 1 }");
        // Two servers on one directory, as while one replaces the other: they exclude each other by a lock of the file.
        Assigner assigner = assigner();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Future<Assigned>> given = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String name = "dyad-" + i;
            given.add(pool.submit(() -> assigner.assign(plan, named(name), null)));
        }
        List<Long> places = new ArrayList<>();
        for (Future<Assigned> one : given) {
            places.add(one.get().place());
        }
        pool.shutdown();
        Collections.sort(places);
        assertThat(places)
                .isEqualTo(IntStream.range(0, 60).mapToObj(i -> (long) i).toList());
    }

    /** What a crash has left of a line was given to nobody: the call had not returned. */
    @Test
    void aLineThatWasCutOffDoesNotCount() throws Exception {
        Plan plan = plan("assignment: { by: sequence }");
        condition(assigner(), plan, "a");
        Path file = directory.resolve("study.assignments.csv");
        String before = Files.readString(file);
        Files.writeString(file, "assigned,2026-11-29T10:00:00Z,x", StandardOpenOption.APPEND);
        assertThat(condition(assigner(), plan, "b")).isEqualTo("two");
        assertThat(Files.readString(file)).startsWith(before).hasLineCount(3);
    }

    @Test
    void anotherWayOfGivingPlacesBeginsAnew() throws Exception {
        assertThat(conditions(plan("assignment: { by: sequence }"), 2)).containsExactly("one", "two");
        assertThat(conditions(plan("assignment: { by: sequence, conditions: [one, two] }"), 1))
                .containsExactly("one");
        assertThat(conditions(plan("assignment: { by: sequence }"), 1)).containsExactly("three");
    }

    @Test
    void aDiskThatFailsGivesNothing() throws Exception {
        Plan plan = plan("assignment: { by: sequence }");
        Path file = directory.resolve("not-a-directory");
        Files.writeString(file, "");
        Assigner broken = new Assigner(file, new ConditionCodes(file), () -> Instant.EPOCH, new Random(1));
        assertThatThrownBy(() -> broken.assign(plan, named("a"), null)).isInstanceOf(IOException.class);
    }
}
