package org.ducksoup.stats.figures;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.ducksoup.api.cluster.ClusterNodes;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.WorkerProcesses;
import org.ducksoup.api.pipeline.WorkerStatus;
import org.ducksoup.api.transport.PeerConnectionFactory;
import org.ducksoup.api.web.WebDocument;
import org.ducksoup.api.web.WebDocumentPath;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * {@code /metrics} for Prometheus. It contains no names of people or interactions: they are private, and there would be
 * an unbounded number of time series.
 */
@Component(service = {WebDocument.class, InteractionObserver.class})
@WebDocumentPath("/metrics")
public final class Metrics implements WebDocument, InteractionObserver {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicReference<@Nullable PeerConnectionFactory> transport = new AtomicReference<>();

    /** While the bundle that has them is active. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable WorkerProcesses workers;

    /** On a server of a cluster. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable ClusterNodes nodes;

    private final ClusterGauges cluster = new ClusterGauges(registry);

    @Activate
    public Metrics(@Reference LiveFigures live) {
        interactions("waiting", live, figures -> figures.started ? 0 : 1);
        interactions("started", live, figures -> figures.started ? 1 : 0);
        gauge("ducksoup.participants", "Participants that are connected", live, InteractionFigures::participants);
        gauge(
                "ducksoup.keyframes",
                "Sent by those who are connected, as reported",
                live,
                figures -> figures.tracks().stream()
                        .mapToLong(TrackFigures::keyFrames)
                        .sum());
        for (MediaKind kind : MediaKind.values()) {
            bitrate("received", kind, live, track -> track.inKilobits);
            bitrate("sent", kind, live, track -> track.outKilobits);
            bitrate("target", kind, live, track -> track.targetKilobits);
            quality(
                    "ducksoup.jitter",
                    "seconds",
                    "Of the packets that come in",
                    kind,
                    live,
                    track -> track.jitterMillis / 1e3);
        }
        MediaKind video = MediaKind.VIDEO;
        quality("ducksoup.round.trip", "seconds", "To participants and back", video, live, Metrics::roundTrip);
        quality(
                "ducksoup.frame.rate",
                "hertz",
                "Of pictures that come in, as reported",
                video,
                live,
                TrackFigures::frameRate);
        quality(
                "ducksoup.picture.height",
                "pixels",
                "Of pictures that come in, as reported",
                video,
                live,
                TrackFigures::pictureHeight);
        workers("used", worker -> !worker.media().isEmpty());
        workers("ready", worker -> worker.media().isEmpty());
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
    }

    /** A replaced transport counts from zero again; Prometheus handles such resets. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "removeTransport")
    void setTransport(PeerConnectionFactory present) {
        transport.set(present);
        for (String cause : present.droppedPackets().keySet()) {
            FunctionCounter.builder("ducksoup.packets.dropped", transport, from -> dropped(from.get(), cause))
                    .description("Packets at the UDP port that went no further")
                    .tag("cause", cause)
                    .register(registry);
        }
    }

    void removeTransport(PeerConnectionFactory gone) {
        transport.compareAndSet(gone, null);
    }

    private static double dropped(@Nullable PeerConnectionFactory from, String cause) {
        return from == null ? 0 : from.droppedPackets().getOrDefault(cause, 0L);
    }

    private void workers(String state, Predicate<WorkerStatus> which) {
        workers("ducksoup.workers", "Processes in which effects run apart from the server", state, which, worker -> 1);
        workers("ducksoup.workers.memory", "Resident bytes of them", state, which, WorkerStatus::residentBytes);
        workers(
                "ducksoup.workers.cpu",
                "Processor time of them, in percent of a core",
                state,
                which,
                WorkerStatus::cpuPercent);
    }

    private void workers(
            String name,
            String text,
            String state,
            Predicate<WorkerStatus> which,
            ToLongFunction<WorkerStatus> figure) {
        Gauge.builder(name, this, metrics -> metrics.workersNow().stream()
                        .filter(which)
                        .mapToLong(figure)
                        .sum())
                .description(text)
                .tag("state", state)
                .strongReference(true)
                .register(registry);
    }

    private List<WorkerStatus> workersNow() {
        WorkerProcesses known = workers;
        return known == null ? List.of() : known.workers();
    }

    private void interactions(String state, LiveFigures live, ToLongFunction<InteractionFigures> count) {
        Gauge.builder("ducksoup.interactions", live, l -> sum(l, count))
                .description("Interactions there are")
                .tag("state", state)
                .strongReference(true)
                .register(registry);
    }

    private void gauge(String name, String text, LiveFigures live, ToLongFunction<InteractionFigures> count) {
        Gauge.builder(name, live, l -> sum(l, count))
                .description(text)
                .strongReference(true)
                .register(registry);
    }

    private void bitrate(String direction, MediaKind kind, LiveFigures live, ToLongFunction<TrackFigures> kilobits) {
        Gauge.builder(
                        "ducksoup.bitrate",
                        live,
                        l -> 1000.0
                                * sum(l, figures -> figures.tracks().stream()
                                        .filter(track -> track.kind == kind)
                                        .mapToLong(kilobits)
                                        .sum()))
                .description("Bitrate of all participants' media together; sent counts each track once")
                .baseUnit("bits_per_second")
                .tag("kind", kind.token())
                .tag("direction", direction)
                .strongReference(true)
                .register(registry);
    }

    private static double roundTrip(TrackFigures track) {
        return track.roundTrip == null ? 0 : track.roundTrip.toNanos() / 1e9;
    }

    /** The mean over all participants with a known value. Zero stands for an unknown value. */
    private void quality(
            String name,
            String unit,
            String text,
            MediaKind kind,
            LiveFigures live,
            ToDoubleFunction<TrackFigures> figure) {
        Map<String, ToDoubleFunction<DoubleSummaryStatistics>> statistics = Map.of(
                "mean", DoubleSummaryStatistics::getAverage,
                "min", known -> known.getCount() == 0 ? 0 : known.getMin(),
                "max", known -> known.getCount() == 0 ? 0 : known.getMax());
        statistics.forEach((statistic, of) -> Gauge.builder(name, live, l -> of.applyAsDouble(known(l, kind, figure)))
                .description(text)
                .baseUnit(unit)
                .tag("kind", kind.token())
                .tag("statistic", statistic)
                .strongReference(true)
                .register(registry));
    }

    private static DoubleSummaryStatistics known(
            LiveFigures live, MediaKind kind, ToDoubleFunction<TrackFigures> figure) {
        DoubleSummaryStatistics known = new DoubleSummaryStatistics();
        live.read(figures -> {
            figures.tracks().stream()
                    .filter(track -> track.kind == kind)
                    .mapToDouble(figure)
                    .filter(value -> value > 0)
                    .forEach(known);
            return figures.key;
        });
        return known;
    }

    private static double sum(LiveFigures live, ToLongFunction<InteractionFigures> count) {
        return live.read(count::applyAsLong).stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void onEvent(InteractionEvent event) {
        MeterRegistry meters = registry;
        if (event instanceof InteractionEvent.InteractionStarted) {
            meters.counter("ducksoup.interactions.started").increment();
        } else if (event instanceof InteractionEvent.InteractionEnded e) {
            meters.counter("ducksoup.interactions.ended", "cause", e.reason().token())
                    .increment();
        } else if (event instanceof InteractionEvent.ParticipantJoined) {
            meters.counter("ducksoup.joins").increment();
        } else if (event instanceof InteractionEvent.JoinRefused e) {
            String cause = e.refusal().refusal().token();
            meters.counter("ducksoup.joins.refused", "cause", cause).increment();
        } else if (event instanceof InteractionEvent.InboundReport e) {
            perKind("ducksoup.packets.received", e.kind())
                    .increment((double) Math.max(0, e.sinceLast().packets()));
            perKind("ducksoup.packets.lost", e.kind())
                    .increment((double) Math.max(0, e.sinceLast().lost()));
        } else if (event instanceof InteractionEvent.KeyFrameRequested) {
            meters.counter("ducksoup.keyframes.requested").increment();
        } else if (event instanceof InteractionEvent.EffectLost) {
            meters.counter("ducksoup.effects.lost").increment();
        } else if (event instanceof InteractionEvent.RecordingFailed) {
            meters.counter("ducksoup.recordings.failed").increment();
        } else if (event instanceof InteractionEvent.RecordingStalled) {
            meters.counter("ducksoup.recordings.stalled").increment();
        }
    }

    private Counter perKind(String name, MediaKind kind) {
        return registry.counter(name, "kind", kind.token());
    }

    @Override
    public byte[] content() {
        ClusterNodes known = nodes;
        cluster.show(known == null ? List.of() : known.nodes());
        return registry.scrape().getBytes(StandardCharsets.UTF_8);
    }

    @Deactivate
    void close() {
        registry.close();
    }
}
