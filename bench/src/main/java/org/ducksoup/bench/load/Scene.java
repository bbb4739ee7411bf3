package org.ducksoup.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.bench.server.MeasuredServer;
import org.ducksoup.testkit.media.LatencyHistogram;
import org.ducksoup.testkit.media.MediaClip;
import org.ducksoup.testkit.media.ReceivedTrack;
import org.ducksoup.testkit.media.SyntheticMedia;
import org.jspecify.annotations.Nullable;

/** A crowd that joins one server, stays, is measured and leaves. One at a time. */
public final class Scene {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Without 98 % of its packets a load is another load. */
    private static final double MAX_MISSED = 0.02;

    /** Looks on while the load is measured. */
    public interface Watch {
        /** Nobody looks on. */
        Watch NOBODY = new Watch() {
            @Override
            public void begin() {}

            @Override
            public void end() {}
        };

        /** Whether it looks on while they join, and not afterwards. */
        default boolean joins() {
            return false;
        }

        void begin() throws LoadFailure;

        void end() throws LoadFailure;
    }

    private static long scenes;

    private final MeasuredServer server;
    private final Crowd crowd;
    private final SyntheticMedia media;
    private final List<Caller> callers = new ArrayList<>();
    /** One for each of the callers, in the same order. */
    private final List<Seat> seats = new ArrayList<>();

    /** @param media sends the packets of all callers */
    public Scene(MeasuredServer server, Crowd crowd, SyntheticMedia media) {
        this.server = server;
        this.crowd = crowd;
        this.media = media;
    }

    /** @throws LoadFailure if somebody did not get in, or if this side could not send what it should */
    public Figures run() throws LoadFailure {
        return run(Watch.NOBODY);
    }

    /**
     * The same.
     *
     * @param watch looks on while the load is measured
     */
    public Figures run(Watch watch) throws LoadFailure {
        try {
            ServerCost cost = server.cost();
            long residentBefore = cost == null ? 0 : cost.residentBytes();
            Watch afterwards = watch.joins() ? Watch.NOBODY : watch;
            Watch joins = watch.joins() ? watch : Watch.NOBODY;
            joins.begin();
            join();
            List<Duration> firstVideo = firstVideo();
            joins.end();
            LatencyHistogram frameDelay = new LatencyHistogram();
            watchFrames(frameDelay);
            Pause.of(crowd.settle());
            return measure(cost, residentBefore, firstVideo, frameDelay, afterwards);
        } finally {
            callers.forEach(Caller::close);
        }
    }

    private void join() {
        String run = "bench-" + ProcessHandle.current().pid() + "-" + scenes++;
        long begin = System.nanoTime();
        for (int i = 0; i < crowd.participants(); i++) {
            Pause.of(Duration.ofNanos(begin + i * crowd.stagger().toNanos() - System.nanoTime()));
            Seat seat = new Seat(run + "-" + i / crowd.size(), crowd.size(), i % crowd.size(), crowd.media());
            callers.add(server.join(seat));
            seats.add(seat);
        }
    }

    private List<Duration> firstVideo() throws LoadFailure {
        List<Duration> times = new ArrayList<>();
        for (Caller caller : callers) {
            times.add(await(caller));
        }
        times.sort(null);
        return times;
    }

    private Duration await(Caller caller) throws LoadFailure {
        String what = crowd.media().silent() ? "was not connected" : "saw nobody";
        try {
            return (crowd.media().silent() ? caller.connected() : caller.firstVideo())
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new LoadFailure(
                    "With " + crowd + ", a participant of " + server.name() + " " + what + ": " + e.getCause()
                            + ". What happened to it:\n" + caller.story(),
                    e);
        } catch (TimeoutException e) {
            throw new LoadFailure(
                    "With " + crowd + ", a participant of " + server.name() + " " + what + " within "
                            + PATIENCE.toSeconds() + " s. What happened to it:\n" + caller.story(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadFailure("The run was interrupted.", e);
        }
    }

    private void watchFrames(LatencyHistogram delays) {
        for (int i = 0; i < callers.size(); i++) {
            List<MediaClip> played = seats.get(i).clipsOfOther();
            for (ReceivedTrack track : callers.get(i).tracks()) {
                played.stream()
                        .filter(clip -> clip.codec().kind() == MediaKind.VIDEO && track.kind() == MediaKind.VIDEO)
                        .forEach(clip -> track.copyTo(new FrameDelay(delays, clip)));
            }
        }
    }

    private Figures measure(
            @Nullable ServerCost cost,
            long residentBefore,
            List<Duration> firstVideo,
            LatencyHistogram frameDelay,
            Watch watch)
            throws LoadFailure {
        LatencyHistogram latency = latency();
        LatencyHistogram lateness = new LatencyHistogram();
        lateness.add(media.lateness());
        LatencyHistogram frames = new LatencyHistogram();
        frames.add(frameDelay);
        // Asking a JVM what it has allocated takes a while, and processor time of its own.
        Map<String, Long> allocated = cost == null ? Map.of() : cost.allocated();
        watch.begin();
        long sent = sent();
        long delivered = delivered();
        double cpu = cost == null ? 0 : cost.cpuSeconds();
        long begin = System.nanoTime();
        Pause.of(crowd.length());
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cpuSpent = cost == null ? 0 : cost.cpuSeconds() - cpu;
        long sentMeanwhile = sent() - sent;
        long deliveredMeanwhile = delivered() - delivered;
        LatencyHistogram lateMeanwhile = media.lateness().since(lateness);
        LatencyHistogram latencyMeanwhile = latency().since(latency);
        watch.end();
        Figures.Use use = cost == null
                ? null
                : new Figures.Use(
                        cpuSpent, residentBefore, cost.residentBytes(), cost.threads(), cost.allocatedSince(allocated));
        Figures figures = new Figures(
                firstVideo,
                seconds,
                sentMeanwhile,
                crowd.packetsPerSecond() * seconds,
                deliveredMeanwhile,
                callers.stream()
                        .flatMap(caller -> caller.tracks().stream())
                        .mapToLong(ReceivedTrack::lost)
                        .sum(),
                latencyMeanwhile,
                lateMeanwhile,
                crowd.media().clips().isEmpty() ? new LatencyHistogram() : frameDelay.since(frames),
                use);
        if (figures.missed() > MAX_MISSED) {
            throw new LoadFailure(String.format(
                    java.util.Locale.ROOT,
                    "With %s on %s, this side sent %.1f %% fewer packets than it should (2 %% are allowed): the "
                            + "figures would be those of a smaller load. Ask for fewer interactions, or give this side "
                            + "a processor of its own.",
                    crowd,
                    server.name(),
                    100 * figures.missed()));
        }
        return figures;
    }

    private LatencyHistogram latency() {
        LatencyHistogram sum = new LatencyHistogram();
        callers.forEach(caller -> caller.tracks().forEach(track -> sum.add(track.latency())));
        return sum;
    }

    private long sent() {
        return callers.stream().mapToLong(Caller::sent).sum();
    }

    private long delivered() {
        return callers.stream()
                .flatMap(caller -> caller.tracks().stream())
                .mapToLong(ReceivedTrack::received)
                .sum();
    }
}
