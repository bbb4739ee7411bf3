package org.ducksoup.transport.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fuzzes everything that strangers and participants can send. Jazzer changes the inputs guided by the code that they
 * reach. Each input must be read or properly refused. Each target has a separate process, because Jazzer changes the
 * classes of the whole process.
 *
 * <p>An input that breaks something is written to {@code target/fuzz}; moved to {@code src/test/resources/fuzz} it is
 * replayed for ever.
 */
class JazzerTest {
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");
    private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+) ft: (\\d+)");

    @ParameterizedTest
    @EnumSource
    void keptInputsHarmNothing(FuzzTarget target) throws Exception {
        assertThat(target.kept()).isNotEmpty();
        for (Path file : target.kept()) {
            try {
                target.execution.accept(Files.readAllBytes(file));
            } catch (RuntimeException | Error e) {
                throw new AssertionError(file.toString(), e);
            }
        }
    }

    /**
     * The seed is fixed, so the inputs are the same each time. A failure then comes from a change, and not from chance.
     */
    @Test
    void aHundredThousandExecutionsOfEach() {
        fuzzAll(100_000, () -> 7983);
    }

    @Tag("long")
    @Test
    void aMillionExecutionsOfEach() {
        fuzzAll(1_000_000, () -> ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
    }

    /** Each target keeps one processor busy. */
    private static void fuzzAll(int executions, IntSupplier seed) {
        ExecutorService processors =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<?>> all = new ArrayList<>();
            for (FuzzTarget target : FuzzTarget.values()) {
                all.add(processors.submit(() -> {
                    fuzz(target, executions, seed.getAsInt());
                    return null;
                }));
            }
            assertAll(all.stream().map(one -> one::get));
        } finally {
            processors.shutdownNow();
        }
    }

    private static void fuzz(FuzzTarget target, int executions, int seed) throws Exception {
        Path work = Path.of("target/fuzz", target.title() + "-" + executions).toAbsolutePath();
        Path corpus = Files.createDirectories(work.resolve("corpus"));
        for (Path kept : target.kept()) {
            Files.copy(kept, corpus.resolve(kept.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command(target, executions, seed, work, corpus))
                .redirectErrorStream(true)
                .start();
        String output = read(process);
        assertThat(process.waitFor())
                .as("%s, seed %d, see %s:%n%s", target, seed, work, output)
                .isZero();
        Matcher done = DONE.matcher(output);
        assertThat(done.find()).as(output).isTrue();
        assertThat(Integer.parseInt(done.group(1))).isGreaterThanOrEqualTo(executions);
        double seconds = Math.max(1, Integer.parseInt(done.group(2)));
        System.out.printf(
                "%s: %s executions, about %,.0f a second, seed %d, %s, %.1f s in all%n",
                target.title(),
                done.group(1),
                executions / seconds,
                seed,
                lastCoverage(output),
                (System.nanoTime() - begin) / 1e9);
    }

    private static List<String> command(FuzzTarget target, int executions, int seed, Path work, Path corpus) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.fuzzer.getName(),
                "--instrumentation_includes=org.ducksoup.**:org.bouncycastle.tls.**:org.ice4j.**",
                // What these look for (SQL, LDAP, XML) is far from here; what is near stays on: names looked up,
                // connections made.
                "--custom_hook_includes=org.ducksoup.**:org.ice4j.**",
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexRoadblocks",
                "--reproducer_path=" + work,
                "-artifact_prefix=" + work + "/",
                "-runs=" + executions,
                "-seed=" + seed,
                "-max_len=" + target.maxLength,
                "-timeout=60"));
        Path dictionary = target.corpus().resolveSibling(target.title() + ".dict");
        if (Files.exists(dictionary)) {
            command.add("-dict=" + dictionary);
        }
        command.add(corpus.toString());
        return command;
    }

    private static String read(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String lastCoverage(String output) {
        Matcher coverage = COVERAGE.matcher(output);
        String last = "nothing covered";
        while (coverage.find()) {
            last = coverage.group(1) + " edges covered";
        }
        return last;
    }
}
