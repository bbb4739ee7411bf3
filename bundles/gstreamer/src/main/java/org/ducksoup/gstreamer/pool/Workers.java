package org.ducksoup.gstreamer.pool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.RawFormat;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.gstreamer.catalogue.EffectRules;
import org.ducksoup.gstreamer.element.EffectRefusal;
import org.ducksoup.gstreamer.element.LaunchText;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.ducksoup.gstreamer.lab.LabEffects.Nature;
import org.ducksoup.gstreamer.lab.LabTrials;
import org.ducksoup.gstreamer.pipeline.MediaPlace;
import org.ducksoup.gstreamer.pipeline.MediumPlan;
import org.ducksoup.gstreamer.pipeline.PipelineEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers of this server: which media run in them, and the processes. Thread-safe. */
public final class Workers implements MediaPlace.Places, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Workers.class);

    /** Beside what the same medium takes in the server. */
    private static final long WORKER_BYTES = 96L << 20;

    private static final Picture USUAL_PICTURE = new Picture(800, 600, 30);

    private final WorkerSettings settings;
    private final LabEffects labs;
    private final Preparation preparation;
    private final WorkerPool pool;
    private final ForeignEffects foreign;
    private final LabPlugins plugins;
    private final Executor executor;
    private final SharedSeats interactions = new SharedSeats();
    private final LabTrials trials;
    private final LabEffects.User onLabs = new LabEffects.User() {
        @Override
        public void onCome(String effectName) {
            executor.execute(() -> look(effectName));
        }

        @Override
        public void onGone(String effectName) {
            foreign.forget(effectName);
        }
    };

    private Workers(
            WorkerSettings settings,
            LabEffects labs,
            Preparation preparation,
            WorkerPool pool,
            ForeignEffects foreign,
            Executor executor) {
        this.settings = settings;
        this.executor = executor;
        this.labs = labs;
        this.preparation = preparation;
        this.pool = pool;
        this.foreign = foreign;
        trials = new LabTrials(labs, executor);
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
     * @param executor may block
     * @throws IOException if their files cannot be written
     */
    public static Workers prepare(
            WorkerSettings settings,
            Path home,
            Programs programs,
            EffectRules rules,
            LabEffects labs,
            MediumPlan.Tuning tuning,
            ScheduledExecutorService control,
            Executor executor)
            throws IOException {
        Preparation preparation = new Preparation(settings, home, programs);
        WorkerPool pool = new WorkerPool(settings.warm(), preparation, tuning, control);
        if (settings.everything() || !rules.allowed().isEmpty()) {
            pool.warm();
        }
        ForeignEffects foreign = new ForeignEffects(rules, settings.everything(), pool);
        Workers workers = new Workers(settings, labs, preparation, pool, foreign, executor);
        labs.add(workers.onLabs);
        labs.names().forEach(workers.onLabs::onCome);
        return workers;
    }

    /** An effect that is made of elements will need a worker, which takes a while to start. */
    private void look(String effectName) {
        MediaKind kind = labs.describe(effectName).kind();
        if (kind == null) {
            // It cannot be made without knowing for what.
            pool.warm();
            return;
        }
        Element element = new Element(effectName, null, Map.of());
        RawFormat format = LabEffects.format(kind == MediaKind.VIDEO ? USUAL_PICTURE : null);
        try {
            labs.check(element, format);
        } catch (PipelineSpecificationException e) {
            LOGGER.debug("effect {} cannot be had without settings", effectName, e);
            return;
        }
        var unused = trials.begin(element, format).thenRun(() -> {
            if (labs.nature(element, format) == Nature.ELEMENTS) {
                pool.warm();
            }
        });
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
        return (design, owner) -> {
            // An effect that was checked was waited for then. After an update of this bundle none was.
            RawFormat format = format(design.processing());
            List<Element> effects = labEffects(design.processing()).toList();
            if (!trials.areUnderWay(effects, format)) {
                trials.await(effects, format);
            }
            return foreignEffect(design.processing()).isPresent() ? shared.build(design, owner) : Optional.empty();
        };
    }

    @Override
    public boolean allowsHere(Effect.Bin elements) {
        return LaunchText.elements(elements.description()).stream().allMatch(foreign::isUsual);
    }

    private Stream<Element> labEffects(Processing processing) {
        return MediumPlan.effects(processing).stream().filter(effect -> labs.has(effect.factory()));
    }

    private static RawFormat format(Processing processing) {
        return LabEffects.format(
                processing.treatment() instanceof Treatment.Transcoded transcoded ? transcoded.picture() : null);
    }

    private WorkerSeat seat(PipelineEnvironment environment) {
        return new WorkerSeat(pool, foreign, environment);
    }

    private static String interaction(String participant) {
        return participant.substring(0, Math.max(0, participant.lastIndexOf('/')));
    }

    /** The first effect that needs a worker. Java code runs in this process, and what it is together with, too. */
    private Optional<String> foreignEffect(Processing processing) {
        return code(processing).isPresent()
                ? Optional.empty()
                : MediumPlan.effects(processing).stream()
                        .map(Element::factory)
                        .filter(name -> labs.has(name) || foreign.runs(name))
                        .findFirst();
    }

    /** The first effect that is not known to consist of elements. */
    private Optional<Element> code(Processing processing) {
        return labEffects(processing)
                .filter(effect -> labs.nature(effect, format(processing)) != Nature.ELEMENTS)
                .findFirst();
    }

    /**
     * Checks what can only be known when effects of labs were made. May block.
     *
     * @throws PipelineSpecificationException if effects cannot follow each other, or one is refused for a while
     */
    public void check(PipelineSpecification specification) throws PipelineSpecificationException {
        for (Processing processing : specification.media()) {
            RawFormat format = format(processing);
            List<Element> effects = labEffects(processing).toList();
            trials.await(effects, format);
            for (Element effect : effects) {
                boolean elements = labs.nature(effect, format) == Nature.ELEMENTS;
                Optional<String> dying = elements ? foreign.refusal(effect.factory()) : Optional.empty();
                if (dying.isPresent()) {
                    throw EffectRefusal.of("effect", effect.factory(), dying.get());
                }
            }
            Optional<Element> code = code(processing);
            if (code.isPresent()) {
                checkBeside(code.get(), processing);
            }
        }
        awaitReady(specification);
    }

    private void checkBeside(Element code, Processing processing) throws PipelineSpecificationException {
        for (Element effect : MediumPlan.effects(processing)) {
            if (needsWorker(effect, format(processing))) {
                throw EffectRefusal.of(
                        "element",
                        effect.factory(),
                        "It runs in a process of its own, and " + code.factory()
                                + " in the server: they cannot follow each other.");
            }
        }
    }

    /** Whether an effect can be nowhere but in a worker, even beside Java code. */
    private boolean needsWorker(Element effect, RawFormat format) {
        return labs.has(effect.factory())
                ? labs.elements(effect, format)
                        .filter(elements -> !allowsHere(elements))
                        .isPresent()
                : foreign.needsWorker(effect.factory());
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
    private void awaitReady(PipelineSpecification specification) throws PipelineSpecificationException {
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
        labs.remove(onLabs);
        pool.close();
        try {
            preparation.close();
        } catch (IOException e) {
            LOGGER.warn("files of workers cannot be deleted", e);
        }
    }
}
