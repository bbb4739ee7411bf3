package org.ducksoup.bench.report;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ducksoup.bench.load.Crowd;
import org.ducksoup.bench.load.Figures;

/** One load on one server, as it stands in a report. */
public record Row(String server, int round, Crowd crowd, Figures figures) {
    /** The figures by their names, in the order in which they are printed. */
    Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("packets/s delivered", figures.delivered() / figures.seconds());
        values.put("lost", (double) figures.lost());
        values.put("latency p50, ms", millis(figures.latency().percentile(50)));
        values.put("p95", millis(figures.latency().percentile(95)));
        values.put("p99", millis(figures.latency().percentile(99)));
        values.put("max", millis(figures.latency().max()));
        values.put("first video p50, ms", millis(figures.firstVideo(50)));
        values.put("first video max, ms", millis(figures.firstVideo(100)));
        Figures.Use use = figures.server();
        if (use != null) {
            values.put("packets per CPU-second", figures.packetsPerCpuSecond());
            values.put("cores", use.cpuSeconds() / figures.seconds());
            values.put("MB", use.resident() / 1e6);
            values.put("MB per interaction", (use.resident() - use.residentBefore()) / 1e6 / crowd.interactions());
            values.put("threads", (double) use.threads());
            values.put("bytes allocated per packet", (double) use.allocated() / Math.max(1, figures.delivered()));
        }
        if (figures.frameDelay().count() > 0) {
            values.put("frame delay p50, ms", millis(figures.frameDelay().percentile(50)));
        }
        values.put("own lateness p99, ms", millis(figures.lateness().percentile(99)));
        return values;
    }

    public static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
