package org.ducksoup.congestion;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.ducksoup.api.congestion.ArrivalFeedback;
import org.ducksoup.api.congestion.ArrivalFeedback.PacketResult;
import org.ducksoup.api.congestion.BandwidthEstimator;
import org.ducksoup.api.congestion.LossReport;

/** Senders that share one bottleneck in virtual time. Each follows its estimator. */
final class Bottleneck {
    private static final long MILLI = 1_000_000L;
    private static final int QUEUE_MILLIS = 300;

    /** The results, counted after the settling time. */
    record Result(double utilisation, double p95Millis, double jain, double lossShare, double[] rates) {}

    private record Packet(long sent, long arrival, int bytes) {}

    /** Packets of one track since its last report. */
    private static final class Tally {
        long offered;
        long lost;

        LossReport report(long roundTripNanos) {
            double share = offered == 0 ? 0 : (double) lost / offered;
            LossReport report = new LossReport(share, offered, 0, Duration.ZERO, Duration.ofNanos(roundTripNanos));
            offered = 0;
            lost = 0;
            return report;
        }
    }

    private final class Flow {
        final BandwidthEstimator estimator;
        final List<Packet> unreported = new ArrayList<>();
        final List<PacketResult> lost = new ArrayList<>();
        long nextFrame;
        long nextAudio;
        long nextFeedback;
        long nextReport;
        long receivedBits;
        final Tally voice = new Tally();
        final Tally picture = new Tally();

        Flow(BandwidthEstimator estimator, long offset) {
            this.estimator = estimator;
            nextFrame = offset;
            nextAudio = offset / 2;
            nextFeedback = offset + 70 * MILLI;
            nextReport = offset + 1000 * MILLI;
        }

        long next() {
            return Math.min(Math.min(nextFrame, nextAudio), Math.min(nextFeedback, nextReport));
        }
    }

    private final SplittableRandom random;
    private final long oneWayNanos;
    private final double jitterMillis;
    private final double randomLoss;
    private final boolean transportFeedback;
    private final List<Flow> flows = new ArrayList<>();
    private final List<Double> queueing = new ArrayList<>();
    private double capacity;
    private long busyUntil;
    private long settledAt;
    private long offered;
    private long dropped;

    Bottleneck(long seed, double capacity, int oneWayMillis, double jitterMillis, double randomLoss, boolean feedback) {
        random = new SplittableRandom(seed);
        this.capacity = capacity;
        this.oneWayNanos = oneWayMillis * MILLI;
        this.jitterMillis = jitterMillis;
        this.randomLoss = randomLoss;
        this.transportFeedback = feedback;
    }

    void add(BandwidthEstimator estimator) {
        flows.add(new Flow(estimator, random.nextLong(33 * MILLI)));
    }

    void capacity(double bitsPerSecond) {
        capacity = bitsPerSecond;
    }

    private long now;

    void run(int untilSeconds) {
        long end = untilSeconds * 1000L * MILLI;
        PriorityQueue<Flow> due = new PriorityQueue<>(Comparator.comparingLong(Flow::next));
        due.addAll(flows);
        while (true) {
            Flow flow = due.remove();
            now = flow.next();
            if (now >= end) {
                return;
            }
            step(flow);
            due.add(flow);
        }
    }

    /** The results are counted from here on. */
    void settle() {
        settledAt = now;
        flows.forEach(flow -> flow.receivedBits = 0);
        queueing.clear();
        offered = 0;
        dropped = 0;
    }

    Result result() {
        double seconds = (now - settledAt) / 1e9;
        double[] rates =
                flows.stream().mapToDouble(f -> f.receivedBits / seconds).toArray();
        double sum = Arrays.stream(rates).sum();
        double squares = Arrays.stream(rates).map(r -> r * r).sum();
        double[] waits =
                queueing.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Result(
                sum / capacity,
                waits[waits.length * 95 / 100],
                sum * sum / (rates.length * squares),
                (double) dropped / offered,
                rates);
    }

    double target(int flow) {
        return flows.get(flow)
                .estimator
                .targetBitrate(Instant.EPOCH.plusNanos(now))
                .bitsPerSecond();
    }

    private void step(Flow flow) {
        Instant time = Instant.EPOCH.plusNanos(now);
        if (now == flow.nextAudio) {
            flow.nextAudio += 20 * MILLI;
            send(flow, flow.voice, 120 + 28);
        } else if (now == flow.nextFrame) {
            flow.nextFrame += 33 * MILLI + random.nextLong(MILLI / 2);
            double video = Math.max(50_000, flow.estimator.targetBitrate(time).bitsPerSecond() - 59_000);
            // Frames differ in size, like those of any encoder.
            double bytes = video / 8 * 0.03325 * (0.6 + 0.8 * random.nextDouble());
            for (; bytes > 1200; bytes -= 1200) {
                send(flow, flow.picture, 1200);
            }
            send(flow, flow.picture, Math.max(60, (int) bytes));
        } else if (now == flow.nextFeedback) {
            flow.nextFeedback += 70 * MILLI;
            feedback(flow, time);
        } else {
            flow.nextReport += 1000 * MILLI;
            flow.estimator.onReceiverReport(flow.voice.report(2 * oneWayNanos + MILLI), time);
            flow.estimator.onReceiverReport(flow.picture.report(2 * oneWayNanos + MILLI), time);
        }
    }

    private void send(Flow flow, Tally track, int bytes) {
        offered++;
        track.offered++;
        long begin = Math.max(now, busyUntil);
        boolean full = begin - now > QUEUE_MILLIS * MILLI;
        if (full || random.nextDouble() < randomLoss) {
            dropped += full ? 1 : 0;
            track.lost++;
            flow.lost.add(new PacketResult(now, PacketResult.LOST, bytes));
            return;
        }
        busyUntil = begin + (long) (bytes * 8e9 / capacity);
        queueing.add((busyUntil - now) / 1e6);
        flow.receivedBits += bytes * 8L;
        long jitter = (long) (random.nextDouble() * jitterMillis * MILLI);
        flow.unreported.add(new Packet(now, busyUntil + oneWayNanos + jitter, bytes));
    }

    /** The packets that had arrived when the report was sent, one path delay ago. */
    private void feedback(Flow flow, Instant time) {
        long seen = now - oneWayNanos;
        List<PacketResult> results = new ArrayList<>();
        flow.unreported.removeIf(packet -> {
            if (packet.arrival > seen) {
                return false;
            }
            // The receiver has another clock, with the resolution of the wire format.
            long arrival = packet.arrival / 250_000 * 250_000 + 77_000_000_000L;
            results.add(new PacketResult(packet.sent, arrival, packet.bytes));
            return true;
        });
        if (results.isEmpty() || !transportFeedback) {
            return;
        }
        long newest = results.get(results.size() - 1).sentNanos();
        flow.lost.removeIf(packet -> packet.sentNanos() < newest && results.add(packet));
        flow.estimator.onTransportFeedback(new ArrivalFeedback(results), time);
    }
}
