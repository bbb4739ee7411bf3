package org.ducksoup.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ducksoup.bench.load.LoadFailure;
import org.ducksoup.microbench.MicroBenchmarks;

/** {@code --micro}: steps of a packet's way, each measured alone in a JVM of its own. No server is started. */
final class Steps {
    private Steps() {}

    /**
     * Measures them and prints a table.
     *
     * @param pattern a regular expression of the names that are wanted
     * @param command that repeats the run
     * @param directory gets {@code micro.txt} and {@code micro.json}
     * @throws LoadFailure if no step has such a name, or none of those can be measured here
     */
    static void measure(String pattern, String command, Path directory) throws LoadFailure, IOException {
        MicroBenchmarks steps = new MicroBenchmarks(pattern);
        if (steps.names().isEmpty()) {
            throw new LoadFailure(
                    steps.skipped().isEmpty()
                            ? "--micro: no step has a name like '" + pattern + "'. There are "
                                    + String.join(", ", new MicroBenchmarks("").names()) + "."
                            : steps.skipped());
        }
        if (!steps.skipped().isEmpty()) {
            System.err.println(steps.skipped());
        }
        System.err.println("Measuring " + String.join(", ", steps.names()) + "…");
        String table = Machine.describe() + "\n" + command + "\n\n" + steps.measure(directory);
        Files.writeString(directory.resolve("micro.txt"), table);
        System.out.println(table);
    }
}
