package org.ducksoup.plan.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.ducksoup.plan.Examples;
import org.junit.jupiter.api.Test;

class DrawsTest {
    /** These values must never change: timetables of registered studies depend on them. */
    @Test
    void theSameSeedHasTheSameDrawsForEver() {
        Draws draws = new Draws(17);
        assertThat(draws.unit("lower#1/jitter")).isEqualTo(UNIT);
        assertThat(draws.between("lower#1/jitter", -10, 10)).isEqualTo(BETWEEN);
        assertThat(IntStream.range(0, 10)
                        .map(i -> draws.below("x#" + i + "/1/to", 5))
                        .toArray())
                .isEqualTo(BELOW);
        assertThat(draws.shuffled("order tones/1", List.of("a", "b", "c", "d", "e", "f")))
                .containsExactly(SHUFFLED);
        assertThat(new Draws((1L << 53) - 1).unit("größer#1/delay")).isEqualTo(LARGE);
    }

    private static final double UNIT = 0.5629050093372756;
    private static final double BETWEEN = 1.2581;
    private static final int[] BELOW = {4, 2, 1, 3, 4, 0, 1, 2, 2, 3};
    private static final String[] SHUFFLED = {"e", "a", "d", "b", "c", "f"};
    private static final double LARGE = 0.03589678479996916;

    /** The guide has the computation in Python, for whoever verifies a timetable without this server. */
    @Test
    void theGuideComputesTheSame() throws Exception {
        String program = Examples.text("draws.py") + """
                print(unit(17, "lower#1/jitter"))
                print(between(17, "lower#1/jitter", -10, 10))
                print([choice(17, f"x#{i}/1/to", range(5)) for i in range(10)])
                print(shuffled(17, "order tones/1", "abcdef"))
                print(unit(2**53 - 1, "größer#1/delay"))
                """;
        Process python =
                new ProcessBuilder("python3", "-").redirectErrorStream(true).start();
        python.getOutputStream().write(program.getBytes(StandardCharsets.UTF_8));
        python.getOutputStream().close();
        String[] printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n");
        assertThat(printed)
                .containsExactly(
                        Double.toString(UNIT),
                        Double.toString(BETWEEN),
                        IntStream.of(BELOW).boxed().toList().toString(),
                        "['" + String.join("', '", SHUFFLED) + "']",
                        Double.toString(LARGE));
    }

    @Test
    void drawsAreEven() {
        int[] counts = new int[10];
        double sum = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            double unit = new Draws(seed).unit("step#1/at");
            assertThat(unit).isBetween(0.0, 1.0).isLessThan(1);
            counts[(int) (unit * 10)]++;
            sum += unit;
        }
        assertThat(sum / 20_000).isCloseTo(0.5, within(0.01));
        assertThat(IntStream.of(counts).boxed()).allMatch(count -> count > 1850 && count < 2150);
    }

    @Test
    void everyOrderIsAsLikely() {
        java.util.Map<List<Integer>, Integer> counts = new java.util.HashMap<>();
        for (int seed = 0; seed < 12_000; seed++) {
            counts.merge(new Draws(seed).shuffled("order x/1", List.of(1, 2, 3)), 1, Integer::sum);
        }
        assertThat(counts).hasSize(6);
        assertThat(counts.values()).allMatch(count -> count > 1850 && count < 2150);
    }

    /** Whatever else is in a plan. */
    @Test
    void namesAreIndependent() {
        Draws draws = new Draws(5);
        double correlation = 0;
        for (int i = 0; i < 10_000; i++) {
            correlation += (draws.unit("a#" + i + "/at") - 0.5) * (draws.unit("b#" + i + "/at") - 0.5);
        }
        assertThat(correlation / 10_000 * 12).isCloseTo(0, within(0.05));
    }

    @Test
    void aRangeIsNeverLeft() {
        for (int seed = 0; seed < 1000; seed++) {
            assertThat(new Draws(seed).between("x", 0.1234567, 0.1234568)).isBetween(0.1234567, 0.1234568);
        }
    }
}
