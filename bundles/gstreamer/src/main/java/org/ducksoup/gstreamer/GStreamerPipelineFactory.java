package org.ducksoup.gstreamer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ducksoup.api.effect.EffectCatalogue;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.MediaPipelineFactory;
import org.ducksoup.api.pipeline.NativePlugin;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.pipeline.WorkerProcesses;
import org.ducksoup.api.pipeline.WorkerStatus;
import org.ducksoup.gstreamer.binding.CallbackTargets;
import org.ducksoup.gstreamer.binding.NativeMemory;
import org.ducksoup.gstreamer.binding.StreamingThreads;
import org.ducksoup.gstreamer.catalogue.BrokenPlugins;
import org.ducksoup.gstreamer.catalogue.EffectCheck;
import org.ducksoup.gstreamer.catalogue.EffectRules;
import org.ducksoup.gstreamer.catalogue.ElementCatalogue;
import org.ducksoup.gstreamer.catalogue.Elsewhere;
import org.ducksoup.gstreamer.catalogue.InstalledEffects;
import org.ducksoup.gstreamer.element.EffectRefusal;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.ducksoup.gstreamer.log.DebugLog;
import org.ducksoup.gstreamer.log.DebugLogForwarder;
import org.ducksoup.gstreamer.log.EventLog;
import org.ducksoup.gstreamer.log.StrayCalls;
import org.ducksoup.gstreamer.pipeline.EffectPipeline;
import org.ducksoup.gstreamer.pipeline.MediaPlace;
import org.ducksoup.gstreamer.pipeline.MediumPlan;
import org.ducksoup.gstreamer.pipeline.PipelineEnvironment;
import org.ducksoup.gstreamer.pipeline.PipelineTexts;
import org.ducksoup.gstreamer.pipeline.WarmUp;
import org.ducksoup.gstreamer.pool.LabPlugins;
import org.ducksoup.gstreamer.pool.Workers;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.parts.Recurring;
import org.ducksoup.parts.WallClock;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.Version;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds pipelines in this process. The component is immediate, so that the seconds of its warm-up pass before a
 * participant joins.
 *
 * <p>GStreamer is started once per process and never stopped ({@code Gst.deinit} is final); this component can be
 * stopped.
 */
@Component(
        service = {MediaPipelineFactory.class, EffectCatalogue.class, WorkerProcesses.class},
        immediate = true,
        configurationPid = "org.ducksoup.gstreamer",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = GStreamerConfiguration.class)
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class GStreamerPipelineFactory
        implements MediaPipelineFactory, EffectCatalogue, WorkerProcesses, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(GStreamerPipelineFactory.class);
    private static final Duration MAX_WARM_UP = Duration.ofSeconds(15);
    private static final Duration MAX_CLOSE = Duration.ofSeconds(5);

    /** Drops tasks that a pipeline submits after this component was closed. */
    private final ExecutorService lifecycle = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            60,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            DaemonThreads.numbered("ducksoup-pipeline-lifecycle"),
            new ThreadPoolExecutor.DiscardPolicy());

    private final ScheduledExecutorService control =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.numbered("ducksoup-pipeline-control"));
    private final Set<EffectPipeline> pipelines = ConcurrentHashMap.newKeySet();
    private final PipelineEnvironment environment;
    private final InstalledEffects installed;
    private final @Nullable DebugLogForwarder forwarder;
    /** Null if everything runs in this process. */
    private final @Nullable Workers workers;

    private @Nullable PluginBundles pluginBundles;

    private final BrokenPlugins brokenPlugins = new BrokenPlugins();
    private final List<String> problems = new CopyOnWriteArrayList<>();

    /** Starts GStreamer, and runs every codec once. */
    @Activate
    public GStreamerPipelineFactory(
            GStreamerConfiguration configuration,
            BundleContext context,
            @Reference LabEffects labs,
            @Reference EventLog log) {
        this(
                configuration.jitterBufferMillis(),
                configuration.keyFrameSeconds(),
                configuration.maxPictureSide(),
                TextTrials.Wanted.of(configuration),
                EffectRules.of(configuration.allowedEffects(), configuration.refusedEffects()),
                labs,
                log,
                configuration.tracking(),
                WorkersWanted.of(configuration, context));
        pluginBundles = workers == null ? null : new PluginBundles(context, workers.plugins(), lifecycle);
        ElementCatalogue catalogue = environment.catalogue();
        labs.reserve(name -> catalogue.find(name).isPresent(), Set.of(configuration.labsMayReplace()));
    }

    GStreamerPipelineFactory(
            int jitterBufferMillis,
            int keyFrameSeconds,
            int maxPictureSide,
            TextTrials.Wanted wanted,
            EffectRules rules,
            LabEffects labs,
            EventLog log,
            boolean tracking,
            WorkersWanted workersWanted) {
        long begin = System.nanoTime();
        start();
        Map<String, String> variables = System.getenv();
        DebugLog lines = DebugLog.open(variables.get("GST_DEBUG"), variables.containsKey("GST_DEBUG_FILE"), tracking);
        forwarder = lines == null ? null : new DebugLogForwarder(lines, log, tracking, WallClock.utc());
        ElementCatalogue catalogue = new ElementCatalogue();
        TextTrials trials = new TextTrials();
        PipelineTexts texts = trials.tried(wanted);
        MediumPlan.Tuning tuning = new MediumPlan.Tuning(jitterBufferMillis, keyFrameSeconds, maxPictureSide, texts);
        workers = workersWanted.prepare(rules, labs, tuning, control, lifecycle);
        rules.waiver(workers != null).ifPresent(LOGGER::warn);
        EffectCheck check =
                new EffectCheck(catalogue, labs, rules, workers == null ? Elsewhere.NOWHERE : workers.effects());
        installed = new InstalledEffects(check, rules);
        environment = new PipelineEnvironment(
                catalogue, check, labs, tuning, workers == null ? MediaPlace.Places.HERE : workers, lifecycle, control);
        StrayCalls stray = new StrayCalls(CallbackTargets::misses, log, WallClock.utc());
        var unused = control.scheduleWithFixedDelay(
                new Recurring(stray::report, e -> LOGGER.error("stray calls are not reported", e)),
                StrayCalls.PERIOD_SECONDS,
                StrayCalls.PERIOD_SECONDS,
                TimeUnit.SECONDS);
        WarmUp warmUp = new WarmUp(environment);
        inBoundedTime(warmUp::run);
        problems.addAll(trials.problems());
        problems.addAll(warmUp.problems());
        problems.forEach(LOGGER::error);
        // This may take a while, and no other code waits for it.
        lifecycle.execute(() -> brokenPlugins.problems().forEach(LOGGER::warn));
        LOGGER.info("{} is warm after {} ms", Gst.getVersionString(), (System.nanoTime() - begin) / 1_000_000);
    }

    @Override
    public List<EffectDescription> effects() {
        List<EffectDescription> effects = new ArrayList<>(installed.all());
        for (String name : environment.labs().names()) {
            effects.removeIf(effect -> effect.name().equals(name));
            effects.add(environment.labs().describe(name));
        }
        if (workers != null) {
            workers.effects().brought().values().forEach(facts -> effects.add(InstalledEffects.describe(facts)));
        }
        return effects;
    }

    @Override
    public List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        all.addAll(brokenPlugins.problems());
        if (workers != null) {
            all.addAll(workers.problems());
        }
        return all;
    }

    LabPlugins labPlugins() {
        return Objects.requireNonNull(workers).plugins();
    }

    @Override
    public List<WorkerStatus> workers() {
        return workers == null ? List.of() : workers.pool().workers();
    }

    @Override
    public List<NativePlugin> awaitPlugins(String bundle, long modified, Duration patience) {
        return workers == null ? List.of() : workers.plugins().await(new LabPlugins.Owner(bundle, modified), patience);
    }

    @Override
    public long bytesElsewhere(PipelineSpecification specification) {
        return workers == null ? 0 : workers.bytes(specification);
    }

    private static void start() {
        NativeMemory.returnLargeBlocks();
        // While GStreamer loads a plug-in, it would otherwise catch the signals with which this virtual machine stops
        // its threads.
        Gst.setSegTrap(false);
        DebugLog.remember(WallClock.utc());
        Gst.init(Version.of(1, 20), "ducksoup");
        StreamingThreads.endWhenIdle();
    }

    /** A plug-in that hangs keeps its thread; the server starts without waiting for it. */
    private void inBoundedTime(Runnable task) {
        try {
            lifecycle.submit(task).get(MAX_WARM_UP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.warn("GStreamer could not be warmed up", e);
        }
    }

    @Override
    public void check(PipelineSpecification specification) throws PipelineSpecificationException {
        checkElements(specification);
        for (Processing processing : specification.media()) {
            if (processing.treatment() instanceof Treatment.Transcoded transcoded) {
                for (Element effect : transcoded.effects()) {
                    environment.labs().check(effect, LabEffects.format(transcoded.picture()));
                }
            }
        }
        if (workers != null) {
            workers.check(specification);
        }
    }

    /**
     * Checks everything except labs' effects: their code is called once per join, and not again when the pipeline is
     * built.
     */
    private void checkElements(PipelineSpecification specification) throws PipelineSpecificationException {
        for (Processing processing : specification.media()) {
            String unusable = environment.tuning().texts().unusable().get(processing.codec());
            if (unusable != null && processing.treatment() instanceof Treatment.Transcoded) {
                throw EffectRefusal.of("codec", processing.codec().encodingName(), unusable);
            }
        }
        environment.check().check(specification);
    }

    @Override
    public MediaPipeline prepare(PipelineSpecification specification, PipelineListener listener)
            throws PipelineSpecificationException {
        checkElements(specification);
        EffectPipeline pipeline = new EffectPipeline(specification, listener, environment, pipelines::remove);
        pipelines.add(pipeline);
        return pipeline;
    }

    @Override
    @Deactivate
    public void close() {
        pipelines.forEach(pipeline -> pipeline.end("media processing stops"));
        control.shutdownNow();
        lifecycle.shutdown();
        try {
            if (!lifecycle.awaitTermination(MAX_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOGGER.warn("{} pipelines do not end", pipelines.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (pluginBundles != null) {
            pluginBundles.close();
        }
        if (workers != null) {
            workers.close();
        }
        if (forwarder != null) {
            forwarder.close();
        }
    }
}
