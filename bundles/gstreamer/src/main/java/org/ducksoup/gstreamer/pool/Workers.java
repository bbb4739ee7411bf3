package org.ducksoup.gstreamer.pool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.gstreamer.catalogue.EffectRules;
import org.ducksoup.gstreamer.element.EffectRefusal;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.ducksoup.gstreamer.pipeline.MediaPlace;
import org.ducksoup.gstreamer.pipeline.Medium;
import org.ducksoup.gstreamer.pipeline.MediumPlan;
import org.ducksoup.gstreamer.pipeline.PipelineEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers of this server: which media run in them, and the processes. Thread-safe. */
public final class Workers implements MediaPlace.Places, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Workers.class);

    /** Beside what the same medium takes in the server. */
    private static final long WORKER_BYTES = 96L << 20;

    private final WorkerSettings settings;
    private final LabEffects labs;
    private final WorkerPool pool;
    private final ForeignEffects foreign;
    private final LabPlugins plugins;
    private final SharedSeats interactions = new SharedSeats();

    private Workers(
            WorkerSettings settings, LabEffects labs, WorkerPool pool, ForeignEffects foreign, Path pluginFiles) {
        this.settings = settings;
        this.labs = labs;
        this.pool = pool;
        this.foreign = foreign;
        plugins = new LabPlugins(pluginFiles, foreign);
    }

    /** Writes the jars of the workers' program into a directory, and returns the class path. */
    public interface Programs {
        List<Path> write(Path directory) throws IOException;
    }

    /**
     * Prepares workers. None is started before somebody needs one.
     *
     * @param home a directory for their files, which is emptied first
     * @throws IOException if their files cannot be written
     */
    public static Workers prepare(
            WorkerSettings settings,
            Path home,
            Programs programs,
            EffectRules rules,
            LabEffects labs,
            MediumPlan.Tuning tuning,
            ScheduledExecutorService control)
            throws IOException {
        WorkerSettings possible = settings.sandboxed() ? Sandbox.tried(settings) : settings;
        if (!possible.sandboxed()) {
            LOGGER.warn(
                    "Processes of effects are not cut off from this machine: their code can read what the server can read, open"
                            + " connections and start processes. Memory, processor time and progress are bounded all the same.");
        }
        WorkerFiles files = WorkerFiles.in(home, programs);
        WorkerPool pool = new WorkerPool(possible, files, tuning, control);
        ForeignEffects foreign = new ForeignEffects(rules, possible.everything(), pool);
        return new Workers(possible, labs, pool, foreign, files.plugins());
    }

    public ForeignEffects effects() {
        return foreign;
    }

    public LabPlugins plugins() {
        return plugins;
    }

    public WorkerPool pool() {
        return pool;
    }

    @Override
    public MediaPlace place(String name, PipelineEnvironment environment) {
        MediaPlace shared =
                switch (settings.share()) {
                    case MEDIUM -> (design, owner) -> seat(environment).build(design, owner);
                    case PARTICIPANT -> seat(environment);
                    case INTERACTION -> interactions.place(interaction(name), () -> seat(environment));
                };
        return (design, owner) -> runsElsewhere(design) ? shared.build(design, owner) : Optional.empty();
    }

    private WorkerSeat seat(PipelineEnvironment environment) {
        return new WorkerSeat(pool, foreign, environment);
    }

    private static String interaction(String participant) {
        return participant.substring(0, Math.max(0, participant.lastIndexOf('/')));
    }

    private boolean runsElsewhere(Medium.Design design) {
        return foreignEffect(design.processing()).isPresent();
    }

    /** The first effect that needs a worker. Java code runs in this process, and what it is together with, too. */
    private Optional<String> foreignEffect(Processing processing) {
        if (!(processing.treatment() instanceof Treatment.Transcoded transcoded)
                || transcoded.effects().stream().anyMatch(effect -> labs.has(effect.factory()))) {
            return Optional.empty();
        }
        return transcoded.effects().stream()
                .map(PipelineSpecification.Element::factory)
                .filter(foreign::runs)
                .findFirst();
    }

    /** The memory of the workers that a specification needs, as measured with usual effects. */
    public long bytes(PipelineSpecification specification) {
        long media = specification.media().stream()
                .filter(processing -> foreignEffect(processing).isPresent())
                .count();
        return (settings.share() == WorkerSettings.Share.MEDIUM ? media : Math.min(1, media)) * WORKER_BYTES;
    }

    /**
     * Waits a moment for a worker, if a specification needs one.
     *
     * @throws PipelineSpecificationException if none becomes ready
     */
    public void awaitReady(PipelineSpecification specification) throws PipelineSpecificationException {
        for (Processing processing : specification.media()) {
            Optional<String> effect = foreignEffect(processing);
            if (effect.isPresent() && !pool.awaitReady(WorkerPool.PATIENCE)) {
                String problem = pool.problem();
                throw EffectRefusal.of(
                        "element",
                        effect.get(),
                        problem == null
                                ? "No process for it is free now; try again in a few seconds."
                                : "No process for it can be started; the server's log says why.");
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
