package org.ducksoup.gstreamer.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.RawFormat;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.gstreamer.binding.Callbacks;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.Window;
import org.ducksoup.gstreamer.element.EffectRefusal;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.LaunchText;
import org.ducksoup.gstreamer.element.NativeElement;
import org.ducksoup.gstreamer.lab.LabBin;
import org.ducksoup.gstreamer.lab.LabControl;
import org.ducksoup.gstreamer.lab.LabFrames;
import org.ducksoup.gstreamer.pipeline.MediumPlan.Step;
import org.jspecify.annotations.Nullable;

/** Creates the elements of a plan's steps in one native pipeline, those of labs' effects too. */
final class StepElements {
    private final PipelineEnvironment environment;
    private final long pipeline;
    private final Callbacks callbacks;
    private final List<Runnable> releases;
    private final LabFrames.Listener listener;
    private final Map<String, LabControl> labs = new HashMap<>();

    /**
     * A step of the plan.
     *
     * @param entry the element that media goes into
     * @param outer the element that media comes out of; usually the same
     * @param sinkPad null for any that fits
     * @param sourcePad null for any that fits
     * @param element the element that does the work
     */
    record Part(
            long entry,
            long outer,
            @Nullable String sinkPad,
            @Nullable String sourcePad,
            NativeElement element) {
        static Part of(NativeElement element) {
            return new Part(element.pointer(), element.pointer(), null, null, element);
        }
    }

    /**
     * @param releases gets what is to run when no streaming thread is left
     * @param listener hears when a lab's code fails or is slow
     */
    StepElements(
            PipelineEnvironment environment,
            long pipeline,
            Callbacks callbacks,
            List<Runnable> releases,
            LabFrames.Listener listener) {
        this.environment = environment;
        this.pipeline = pipeline;
        this.callbacks = callbacks;
        this.releases = releases;
        this.listener = listener;
    }

    /** Creates a step and adds it to the pipeline; linking it to the others is left to the caller. */
    Part create(MediaKind kind, Step step) throws PipelineSpecificationException {
        String name = kind.token() + "-" + step.name();
        if (step instanceof Step.Asked asked) {
            return create(asked.element(), name);
        } else if (step instanceof Step.OfLab lab) {
            return create(lab, name);
        } else if (step instanceof Step.Launch launch) {
            return launched(launch.text(), name, launch.properties());
        }
        Step.Stock stock = (Step.Stock) step;
        return Part.of(made(stock.factory(), name, stock.properties()));
    }

    private NativeElement made(String factory, String name, Map<String, String> properties)
            throws PipelineSpecificationException {
        if (environment.catalogue().find(factory).isEmpty()) {
            throw EffectRefusal.of("element", factory, "It is not installed here.");
        }
        long pointer = GstLibrary.gst_element_factory_make(factory, name);
        if (pointer == 0) {
            throw new IllegalStateException(factory + " cannot be created");
        }
        GstLibrary.gst_bin_add(pipeline, pointer);
        NativeElement element = new NativeElement(factory, pointer);
        properties.forEach(element::setTrusted);
        return element;
    }

    private Part create(Element asked, String name) throws PipelineSpecificationException {
        NativeElement element = made(asked.factory(), name, Map.of());
        ElementFacts facts = environment.check().find(asked.factory()).orElseThrow(IllegalStateException::new);
        for (Map.Entry<String, String> property : asked.properties().entrySet()) {
            element.set(
                    environment.check().property(facts, property.getKey()),
                    environment.check().value(facts, property.getKey(), property.getValue()));
        }
        if (!facts.worksBetterOnPacked()) {
            return new Part(element.pointer(), element.pointer(), facts.sinkPad(), facts.sourcePad(), element);
        }
        String caps = "video/x-raw,format=" + ElementFacts.PACKED;
        NativeElement format = made("capsfilter", name + "-format", Map.of("caps", caps));
        GstLibrary.gst_element_link_pads(format.pointer(), null, element.pointer(), facts.sinkPad());
        return new Part(format.pointer(), element.pointer(), null, facts.sourcePad(), element);
    }

    private Part launched(String text, String name, Map<String, String> properties) {
        LaunchText.Parsed parsed;
        try {
            parsed = LaunchText.parse(text, name);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(text + ": " + e.getMessage(), e);
        }
        GstLibrary.gst_bin_add(pipeline, parsed.outer());
        NativeElement element = NativeElement.of(parsed.named());
        properties.forEach(element::setTrusted);
        return new Part(parsed.outer(), parsed.outer(), null, null, element);
    }

    private Part create(Step.OfLab step, String name) throws PipelineSpecificationException {
        Element asked = step.element();
        Effect effect = environment
                .labs()
                .create(asked, step.format())
                .orElseThrow(() -> EffectRefusal.of("effect", asked.factory(), "It is gone."));
        if (effect instanceof Effect.Bin bin) {
            if (!environment.places().allowsHere(bin)) {
                throw EffectRefusal.of(
                        "effect",
                        asked.factory(),
                        "Its elements run in a process of their own, and it was not known in time that it has some.");
            }
            Part part = launched(converter(step.format()) + bin.description(), name, Map.of());
            LabBin of = new LabBin(asked.factory(), part.outer(), bin.live());
            bin.initial().forEach(of::set);
            labs.put(step.name(), of);
            return part;
        }
        LabFrames frames =
                new LabFrames(asked.factory(), ((Effect.Frames) effect).processor(), step.format(), listener);
        labs.put(step.name(), frames);
        releases.add(frames::close);
        NativeElement identity = made("identity", name, Map.of());
        callbacks.probe(
                identity.pointer(),
                "sink",
                GstLibrary.PROBE_QUERY_DOWNSTREAM,
                (pad, probeInfo) -> LabFrames.onQuery(new Window(), probeInfo));
        callbacks.probe(
                identity.pointer(), "src", GstLibrary.PROBE_BUFFER, (pad, probeInfo) -> frames.onFrame(probeInfo));
        return Part.of(identity);
    }

    /** Many elements take another format than the one that Java code gets. What takes that one is not converted. */
    private static String converter(RawFormat format) {
        return format instanceof RawFormat.Audio ? "audioconvert ! audioresample ! " : "videoconvert ! ";
    }

    /** A lab's effect by its step; null if the plan has no step of that name. */
    @Nullable
    LabControl lab(String step) {
        return labs.get(step);
    }

    /** Whether a lab's Java code has kept a frame for too long. */
    boolean isLate(long nowNanos) {
        return labs.values().stream().anyMatch(lab -> lab.isLate(nowNanos));
    }

    /** That a lab's Java code is slower than its medium, as a sentence; null if none is. */
    @Nullable
    String slowness() {
        return labs.values().stream()
                .map(LabControl::slowness)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** When this returns, no code of a lab runs any more. */
    void closeLabs() {
        labs.values().forEach(LabControl::close);
    }
}
