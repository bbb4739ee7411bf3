package org.ducksoup.gstreamer.pool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private final Preparation preparation;
    private final WorkerPool pool;
    private final ForeignEffects foreign;
    private final LabPlugins plugins;
    private final SharedSeats interactions = new SharedSeats();

    private Workers(
            WorkerSettings settings,
            LabEffects labs,
            Preparation preparation,
            WorkerPool pool,
            ForeignEffects foreign) {
        this.settings = settings;
        this.labs = labs;
        this.preparation = preparation;
        this.pool = pool;
        this.foreign = foreign;
        plugins = new LabPlugins(preparation, foreign);
    }

    /** Writes the jars of the workers' program into a directory, and returns the class path. */
    public interface Programs {
        List<Path> write(Path directory) throws IOException;
    }

    /**
     * Prepares workers. The first ones are started at once if the operator allows effects that need them, and otherwise when a lab's
     * plug-in comes.
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
        Preparation preparation = new Preparation(settings, home, programs);
        WorkerPool pool = new WorkerPool(settings.warm(), preparation, tuning, control);
        if (settings.everything() || !rules.allowed().isEmpty()) {
            pool.warm();
        }
        ForeignEffects foreign = new ForeignEffects(rules, settings.everything(), pool);
        return new Workers(settings, labs, preparation, pool, foreign);
    }

    /** Sentences for the operator on what does not work. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        preparation.remark().ifPresent(problems::add);
        String ofPool = pool.problem();
        if (ofPool != null) {
            problems.add(ofPool);
        }
        return problems;
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
        try {
            preparation.close();
        } catch (IOException e) {
            LOGGER.warn("files of workers cannot be deleted", e);
        }
    }
}
