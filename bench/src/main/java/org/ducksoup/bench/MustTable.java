package org.ducksoup.bench;

import static org.ducksoup.bench.report.Row.millis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ducksoup.api.media.Codec;
import org.ducksoup.bench.load.Clips;
import org.ducksoup.bench.load.Crowd;
import org.ducksoup.bench.load.Figures;
import org.ducksoup.bench.load.LoadFailure;
import org.ducksoup.bench.load.Pause;
import org.ducksoup.bench.load.Scene;
import org.ducksoup.bench.load.Seat;
import org.ducksoup.bench.load.ServerCost;
import org.ducksoup.bench.report.Line;
import org.ducksoup.bench.report.Report;
import org.ducksoup.bench.report.Row;
import org.ducksoup.bench.server.MeasuredServer;
import org.ducksoup.bench.server.OwnServer;
import org.ducksoup.testkit.media.MediaClip;

/** The table of {@code docs/performance.md}, line by line, each with what it is compared with in the same run. */
final class MustTable {
    private static final int ROUNDS = 2;
    /** Long enough for the compiler to have seen every packet's way often. */
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    private static final Duration LENGTH = Duration.ofSeconds(20);
    private static final Duration STAGGER = Duration.ofMillis(100);

    /** Galène is faster than Janus by half where both were measured. So this much of Janus stands for three of Galène. */
    private static final double OF_JANUS = 4.5;

    private static final Pattern SAFEPOINT = Pattern.compile("Total:\\s*(\\d+) ns");

    private final Stage stage;
    private final int minutes;
    private final Report report;

    MustTable(Stage stage, int minutes, Report report) {
        this.stage = stage;
        this.minutes = minutes;
        this.report = report;
    }

    /** Parts of the table, in its order. */
    enum Part {
        janus,
        baseline,
        starts,
        joins,
        pauses,
        memory,
        growth,
        effect
    }

    /** One that fails is a line that is not met, and the others are measured all the same. */
    void run(Set<Part> parts) throws IOException {
        for (Part part : parts) {
            try {
                run(part);
            } catch (LoadFailure e) {
                String sentence = e.sentence();
                System.err.println(part + ": " + sentence);
                report.add(Line.notMeasured(
                        "the rest of: " + part,
                        0,
                        0,
                        true,
                        sentence.lines().findFirst().orElse(sentence)));
            }
        }
    }

    private void run(Part part) throws LoadFailure, IOException {
        switch (part) {
            case janus -> besideJanus();
            case baseline -> besideTheBaseline();
            case starts -> starts();
            case joins -> joins();
            case pauses -> pauses();
            case memory -> {
                memory();
                givenBack();
            }
            case growth -> capacity();
            case effect -> effect();
        }
    }

    private Figures measure(MeasuredServer server, int round, Crowd crowd) throws LoadFailure {
        return measure(server, round, crowd, Scene.Watch.NOBODY);
    }

    private Figures measure(MeasuredServer server, int round, Crowd crowd, Scene.Watch watch) throws LoadFailure {
        Figures figures = stage.run(server, crowd, watch);
        report.add(new Row(server.name(), round, crowd, figures));
        return figures;
    }

    private static Crowd crowd(int interactions, int size) {
        return new Crowd(interactions, size, STAGGER, LENGTH, Seat.Media.SYNTHETIC);
    }

    // ---- forwarding

    private void besideJanus() throws LoadFailure {
        try (OwnServer own = stage.own(1);
                MeasuredServer janus = stage.janus(1)) {
            stage.warmUp(own, Seat.Media.SYNTHETIC, WARM_UP);
            stage.warmUp(janus, Seat.Media.SYNTHETIC, WARM_UP);
            for (int interactions : new int[] {8, 16, 40}) {
                List<Figures> ours = new ArrayList<>();
                List<Figures> theirs = new ArrayList<>();
                for (int round = 1; round <= ROUNDS; round++) {
                    ours.add(measure(own, round, crowd(interactions, 2)));
                    theirs.add(measure(janus, round, crowd(interactions, 2)));
                }
                double of = packets(ours);
                double peer = packets(theirs);
                report.add(Line.atLeast(
                        "packets per CPU-second beside Janus, " + interactions + " of 2, ratio",
                        of / peer,
                        OF_JANUS,
                        2 * OF_JANUS * 2 / 3,
                        String.format(Locale.ROOT, "%.0f and %.0f", of, peer)));
                if (interactions == 16) {
                    latency(ours, interactions, 3, 1);
                } else if (interactions == 40) {
                    latency(ours, interactions, 6, 2);
                    double allocated = ours.stream()
                            .mapToDouble(each -> each.server() == null
                                    ? Double.NaN
                                    : (double) each.server().allocated() / each.delivered())
                            .min()
                            .orElse(Double.NaN);
                    report.add(Line.atMost("bytes allocated per forwarded packet", allocated, 16, 0));
                }
            }
        }
    }

    private void latency(List<Figures> ours, int interactions, double must, double aim) {
        double worst = ours.stream()
                .mapToDouble(each -> millis(each.latency().percentile(99)))
                .max()
                .orElse(Double.NaN);
        report.add(Line.atMost("added latency p99 at " + interactions + " of 2, ms", worst, must, aim));
    }

    private static double packets(List<Figures> rounds) {
        return rounds.stream()
                .mapToDouble(Figures::packetsPerCpuSecond)
                .average()
                .orElse(Double.NaN);
    }

    private void besideTheBaseline() throws LoadFailure {
        String figure = "packets per CPU-second beside the baseline, 4 of 4, ratio";
        Path version = stage.baseline();
        if (version == null) {
            report.add(Line.notMeasured(figure, 1.9, 3, false, "--baseline DIR, of commit d70425b"));
            return;
        }
        try (OwnServer own = stage.own(1);
                OwnServer before = stage.other(version, 1)) {
            stage.warmUp(own, Seat.Media.SYNTHETIC, WARM_UP);
            stage.warmUp(before, Seat.Media.SYNTHETIC, WARM_UP);
            List<Figures> ours = new ArrayList<>();
            List<Figures> theirs = new ArrayList<>();
            for (int round = 1; round <= ROUNDS; round++) {
                ours.add(measure(own, round, crowd(4, 4)));
                theirs.add(measure(before, round, crowd(4, 4)));
            }
            report.add(Line.atLeast(
                    figure,
                    packets(ours) / packets(theirs),
                    1.9,
                    3,
                    String.format(Locale.ROOT, "%.0f and %.0f", packets(ours), packets(theirs))));
        }
    }

    // ---- starts and joins

    private void starts() throws LoadFailure {
        try (OwnServer one = stage.own(1)) {
            report.add(
                    Line.atMost("start to ready, one core, s", one.readyAfter().toMillis() / 1e3, 9, 5));
            Crowd first = new Crowd(16, 2, Duration.ofNanos(1), Duration.ofSeconds(3), Seat.Media.SYNTHETIC);
            Figures figures = measure(one, 1, first);
            report.add(Line.atMost(
                    "first crowd after a start, 32 joins, first video p50, s",
                    millis(figures.firstVideo(50)) / 1e3,
                    0.6,
                    0.3));
            report.add(Line.atMost(
                    "first crowd after a start, 32 joins, first video max, s",
                    millis(figures.firstVideo(100)) / 1e3,
                    1,
                    0.5));
        }
        try (OwnServer two = stage.own(0)) {
            report.add(
                    Line.atMost("start to ready, two cores, s", two.readyAfter().toMillis() / 1e3, 6, 4));
        }
    }

    private void joins() throws LoadFailure {
        try (OwnServer own = stage.own(1)) {
            stage.warmUp(own, Seat.Media.SYNTHETIC, WARM_UP);
            Crowd within =
                    new Crowd(24, 2, Duration.ofMillis(500).dividedBy(48), Duration.ofSeconds(3), Seat.Media.SYNTHETIC);
            Figures crowd = measure(own, 1, within);
            report.add(Line.atMost(
                    "48 joins within 0.5 s, first video p50, s", millis(crowd.firstVideo(50)) / 1e3, 0.25, 0.15));
            report.add(Line.atMost(
                    "48 joins within 0.5 s, first video max, s", millis(crowd.firstVideo(100)) / 1e3, 0.5, 0.3));
            ServerCost cost = own.cost();
            Pause.of(Duration.ofSeconds(5));
            double idleFrom = cost.cpuSeconds();
            Pause.of(Duration.ofSeconds(5));
            double idle = (cost.cpuSeconds() - idleFrom) / 5;
            // They send nothing and leave at once, so that only the joins cost anything.
            Crowd silent = new Crowd(
                    50, 1, STAGGER, Duration.ZERO, Duration.ofMillis(1), Seat.Media.SYNTHETIC.withoutPackets());
            double before = cost.cpuSeconds();
            long begin = System.nanoTime();
            stage.run(own, silent);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double spent = cost.cpuSeconds() - before - idle * seconds;
            report.add(Line.atMost("processor time per join, ms", spent * 1e3 / silent.participants(), 20, 10));
        }
    }

    // ---- pauses, memory, growth

    private void pauses() throws LoadFailure, IOException {
        Path log = Files.createTempFile("ducksoup-bench-", ".safepoints");
        try (OwnServer own = stage.own(1, "-Xlog:safepoint:file=" + log + "::filecount=0")) {
            stage.warmUp(own, Seat.Media.SYNTHETIC, WARM_UP);
            long skip = Files.size(log);
            Crowd long40 = new Crowd(40, 2, STAGGER, Duration.ofMinutes(minutes), Seat.Media.SYNTHETIC);
            measure(own, 1, long40);
            double longest = 0;
            Matcher pauses = SAFEPOINT.matcher(Files.readString(log).substring((int) skip));
            while (pauses.find()) {
                longest = Math.max(longest, Long.parseLong(pauses.group(1)) / 1e6);
            }
            report.add(Line.atMost("longest pause in " + minutes + " minutes of 40 of 2, ms", longest, 8, 2));
        } finally {
            Files.deleteIfExists(log);
        }
    }

    /**
     * What is resident at the end of a load, without garbage. The collector waits for half a minute, and would otherwise have
     * more garbage than a hundred participants take.
     */
    private static final class WithoutGarbage implements Scene.Watch {
        private static final Duration GIVEN_BACK = Duration.ofMillis(600);

        private final ServerCost cost;
        private long resident;

        WithoutGarbage(ServerCost cost) {
            this.cost = cost;
        }

        @Override
        public void begin() {}

        @Override
        public void end() {
            cost.collect();
            Pause.of(GIVEN_BACK);
            resident = cost.residentBytes();
        }
    }

    private void memory() throws LoadFailure {
        // Memory is given back at once, and not after ten seconds, in which more garbage is made.
        try (OwnServer own = stage.own(1, "-XX:ShenandoahUncommitDelay=100")) {
            stage.warmUp(own, Seat.Media.SYNTHETIC, WARM_UP);
            WithoutGarbage withFew = new WithoutGarbage(own.cost());
            measure(own, 1, crowd(8, 2), withFew);
            Pause.of(Duration.ofSeconds(5));
            WithoutGarbage withMany = new WithoutGarbage(own.cost());
            Figures many = measure(own, 1, crowd(60, 2), withMany);
            if (many.server() != null) {
                report.add(Line.atMost(
                        "memory per interaction of 2, MB",
                        (withMany.resident - withFew.resident) / 1e6 / 52,
                        1.3,
                        0.8));
                report.add(Line.atMost(
                        "threads with 120 participants", many.server().threads(), 150, 60));
            }
        }
    }

    /** By the options that the server is delivered with. */
    private void givenBack() throws LoadFailure {
        try (OwnServer own = stage.own(1)) {
            stage.warmUp(own, Seat.Media.SYNTHETIC, WARM_UP);
            Pause.of(Duration.ofSeconds(10));
            long idle = own.cost().residentBytes();
            measure(own, 1, crowd(60, 2));
            Pause.of(Duration.ofMinutes(minutes));
            report.add(Line.atMost(
                    "resident " + minutes + " minutes after the last call, over idle, %",
                    100.0 * (own.cost().residentBytes() - idle) / idle,
                    15,
                    5));
        }
    }

    private void capacity() throws LoadFailure {
        try (OwnServer own = stage.own(0)) {
            stage.warmUp(own, Seat.Media.SYNTHETIC, WARM_UP);
            int reached = 0;
            for (int interactions = 40; interactions <= 160; interactions += 20) {
                Figures figures;
                try {
                    figures = measure(
                            own, 1, new Crowd(interactions, 2, Duration.ofMillis(125), LENGTH, Seat.Media.SYNTHETIC));
                } catch (LoadFailure full) {
                    break;
                }
                if (millis(figures.latency().percentile(99)) > 50) {
                    break;
                }
                reached = interactions;
            }
            report.add(Line.atLeast(
                    "interactions of 2 on all cores before p99 exceeds 50 ms",
                    reached,
                    80,
                    120,
                    "this side shares the cores"));
        }
    }

    private void effect() throws LoadFailure {
        List<MediaClip> clips = Clips.of(Codec.H264, Path.of("target/bench/media"));
        try (OwnServer own = stage.own(1)) {
            Seat.Media plain = new Seat.Media(Codec.H264, clips, "", "", "none", false);
            Seat.Media changed = new Seat.Media(Codec.H264, clips, "coloreffects preset=sepia", "", "none", false);
            stage.run(own, new Crowd(1, 2, STAGGER, LENGTH, changed));
            Figures without = measure(own, 1, new Crowd(1, 2, STAGGER, LENGTH, plain));
            Figures with = measure(own, 2, new Crowd(1, 2, STAGGER, LENGTH, changed));
            if (with.server() != null) {
                report.add(Line.atMost(
                        "video effect 800x600@30 H264, cores per participant",
                        with.server().cpuSeconds() / with.seconds() / 2,
                        0.20,
                        0.17));
            }
            report.add(Line.atMost(
                    "video effect 800x600@30 H264, added latency p50, ms",
                    millis(with.frameDelay().percentile(50))
                            - millis(without.frameDelay().percentile(50)),
                    11,
                    8));
        }
    }
}
