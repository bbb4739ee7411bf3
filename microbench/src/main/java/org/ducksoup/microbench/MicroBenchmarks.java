package org.ducksoup.microbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this module, each in a JVM of its own. */
public final class MicroBenchmarks {
    /** The server's collector, and no handlers for what libraries log at their start. */
    private static final String[] JVM = {
        "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-Djava.util.logging.config.file=/dev/null"
    };

    private static final TimeValue HALF_A_SECOND = TimeValue.milliseconds(500);
    private static final String WITH_GSTREAMER = "Pipeline.";

    private final String pattern;

    private final boolean gstreamer;

    /** @param pattern a regular expression of the names that are wanted; case does not matter */
    public MicroBenchmarks(String pattern) {
        this(pattern, GStreamer.isInstalled());
    }

    MicroBenchmarks(String pattern, boolean gstreamer) {
        this.pattern = "(?i)" + pattern;
        this.gstreamer = gstreamer;
    }

    /** The names of those that run, such as {@code Srtp.protect}; none if the pattern is no regular expression. */
    public List<String> names() {
        return wanted().stream()
                .filter(name -> gstreamer || !name.startsWith(WITH_GSTREAMER))
                .toList();
    }

    /** A sentence about those that are wanted and cannot run here; empty if all can. */
    public String skipped() {
        return gstreamer || wanted().stream().noneMatch(name -> name.startsWith(WITH_GSTREAMER))
                ? ""
                : "Pipelines are not measured: GStreamer is not installed (./ducksoup setup).";
    }

    private List<String> wanted() {
        try {
            return BenchmarkList.defaultList()
                    .find(
                            OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT),
                            List.of(pattern),
                            List.of())
                    .stream()
                    .map(BenchmarkListEntry::getUsername)
                    .map(ResultTable::shortName)
                    .sorted()
                    .toList();
        } catch (PatternSyntaxException e) {
            return List.of();
        }
    }

    /**
     * Measures for some seconds each.
     *
     * @param directory gets {@code micro.json}, in JMH's format
     * @return a table for people
     */
    public String measure(Path directory) throws IOException {
        Files.createDirectories(directory);
        return new ResultTable(run(options()
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .forks(1)
                        .jvmArgs(JVM)
                        .warmupIterations(3)
                        .warmupTime(HALF_A_SECOND)
                        .measurementIterations(5)
                        .measurementTime(HALF_A_SECOND)
                        .addProfiler(GCProfiler.class)
                        .resultFormat(ResultFormatType.JSON)
                        .result(directory.resolve("micro.json").toString())))
                .text();
    }

    /** Runs each once, in this JVM: whether they work, and not how fast they are. */
    Collection<RunResult> tryOnce() {
        return run(options()
                .mode(Mode.SingleShotTime)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .shouldDoGC(false));
    }

    private ChainedOptionsBuilder options() {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(pattern)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        return gstreamer ? options : options.exclude(PipelineBenchmark.class.getSimpleName());
    }

    private static Collection<RunResult> run(ChainedOptionsBuilder options) {
        try {
            return new Runner(options.build()).run();
        } catch (RunnerException e) {
            throw new IllegalStateException("a benchmark failed", e);
        }
    }
}
