package org.ducksoup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.ducksoup.plan.assignment.ConditionCodes;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.reading.PlanReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanKeysTest {
    @TempDir
    Path directory;

    private static Plan plan(String conditions) {
        String text = "duration: 10\nroles: [a]\nconditions: {" + conditions + "}\nassignment: { by: token }\n";
        return Objects.requireNonNull(
                PlanReader.read("study", text.getBytes(StandardCharsets.UTF_8)).plan());
    }

    @Test
    void codesAreThereBeforeAnybodyJoins() throws IOException {
        PlanKeys keys = new PlanKeys(new ConditionCodes(directory), directory);
        keys.make(plan("one: {}, two: {}"));
        List<String> first = Files.readAllLines(directory.resolve("study.key.csv"));
        assertThat(first).hasSize(3);
        keys.make(plan("one: {}, two: {}"));
        keys.make(plan("one: {}, two: {}, three: {}"));
        assertThat(Files.readAllLines(directory.resolve("study.key.csv")))
                .startsWith(first.toArray(String[]::new))
                .hasSize(4);
    }

    @Test
    void aDiskThatFailsIsAskedAgain() throws IOException {
        Path state = directory.resolve("state");
        Files.writeString(state, "a file where the directory should be");
        PlanKeys keys = new PlanKeys(new ConditionCodes(state), state);
        keys.make(plan("one: {}"));
        Files.delete(state);
        keys.make(plan("one: {}"));
        assertThat(state.resolve("study.key.csv")).exists();
    }
}
