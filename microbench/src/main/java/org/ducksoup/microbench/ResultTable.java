package org.ducksoup.microbench;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** The figures of a run, a line for each benchmark and its parameters. */
@SuppressWarnings("rawtypes") // JMH gives results without their types.
record ResultTable(Collection<RunResult> results) {
    String text() {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%-52s %10s %8s %12s%n", "benchmark", "ns", "+/-", "bytes"));
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            text.append(String.format(
                    Locale.ROOT,
                    "%-52s %10.1f %8.1f %12s%n",
                    name(result.getParams()),
                    time.getScore(),
                    time.getScoreError(),
                    allocated(result)));
        }
        return text.toString();
    }

    private static String name(BenchmarkParams params) {
        return shortName(params.getBenchmark())
                + params.getParamsKeys().stream()
                        .sorted()
                        .map(key -> " " + key + "=" + params.getParam(key))
                        .collect(Collectors.joining());
    }

    /** {@code org.ducksoup.microbench.SrtpBenchmark.protect} is {@code Srtp.protect}. */
    static String shortName(String benchmark) {
        return benchmark.replaceFirst(".*\\.(?=[A-Z])", "").replace("Benchmark", "");
    }

    /** Bytes that one operation allocates in the Java heap. */
    private static String allocated(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
                .map(entry ->
                        String.format(Locale.ROOT, "%.0f", entry.getValue().getScore()))
                .findFirst()
                .orElse("-");
    }
}
