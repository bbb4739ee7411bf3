package org.ducksoup.gstreamer.pipeline;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.gstreamer.binding.CallbackTargets;
import org.ducksoup.gstreamer.binding.GstLayout;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.GstVideoLibrary;
import org.ducksoup.gstreamer.binding.NativeText;
import org.ducksoup.gstreamer.binding.StreamingThreads;
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

/**
 * One native pipeline, from build to free. One thread at a time creates, runs and frees it. It reports by the callbacks
 * it was given, on GStreamer's streaming threads; no callback comes after it is closed.
 */
final class NativePipeline implements AutoCloseable {

    private static final CallbackTargets<PacketOutput> OUTPUTS = new CallbackTargets<>();
    private static final CallbackTargets<TimingTap> TIMINGS = new CallbackTargets<>();
    private static final CallbackTargets<FrameGate> GATES = new CallbackTargets<>();
    private static final CallbackTargets<PictureGate> PICTURE_GATES = new CallbackTargets<>();
    private static final CallbackTargets<LabFrames> LAB_FRAMES = new CallbackTargets<>();
    private static final CallbackTargets<Runnable> KEY_FRAME_WISHES = new CallbackTargets<>();
    private static final CallbackTargets<Consumer<String>> FAILURES = new CallbackTargets<>();

    // Kept in fields as long as this class lives, because native code has their addresses.
    private static final GstLibrary.PadProbe ON_PACKETS = StreamingThreads.attached(NativePipeline::onPackets);
    private static final GstLibrary.PadProbe ON_TIMING = StreamingThreads.attached(NativePipeline::onTiming);
    private static final GstLibrary.PadProbe ON_PICTURE = StreamingThreads.attached(NativePipeline::onPicture);
    private static final GstLibrary.PadProbe ON_ENCODED = StreamingThreads.attached(NativePipeline::onEncoded);
    private static final GstLibrary.PadProbe ON_FRAME = StreamingThreads.attached(NativePipeline::onFrame);
    private static final GstLibrary.PadProbe ON_QUERY =
            StreamingThreads.attached((pad, probeInfo, key) -> LabFrames.onQuery(new Window(), probeInfo));
    private static final GstLibrary.PadProbe ON_UPSTREAM_EVENT =
            StreamingThreads.attached(NativePipeline::onUpstreamEvent);
    private static final GstLibrary.BusHandler ON_MESSAGE = StreamingThreads.attachedBus(NativePipeline::onMessage);

    private final PipelineEnvironment environment;
    private final Consumer<String> onFailure;
    private final Map<String, LabControl> labs = new HashMap<>();
    private final long pipeline;
    private final long bus;
    private final long failureKey;
    private final List<Runnable> releases = new ArrayList<>();
    private final Map<MediaKind, Map<String, NativeElement>> elements = new EnumMap<>(MediaKind.class);

    NativePipeline(PipelineEnvironment environment, Consumer<String> onFailure) {
        this.environment = environment;
        this.onFailure = onFailure;
        pipeline = GstLibrary.gst_pipeline_new("media");
        bus = GstLibrary.gst_element_get_bus(pipeline);
        failureKey = FAILURES.add(onFailure);
        GstLibrary.gst_bus_set_sync_handler(bus, ON_MESSAGE, failureKey, 0);
    }

    /** Creates and connects a medium's elements. */
    void add(MediumPlan plan) throws PipelineSpecificationException {
        Map<String, NativeElement> row = new HashMap<>();
        elements.put(plan.kind(), row);
        Part previous = null;
        for (Step step : plan.steps()) {
            Part part = create(plan.kind(), step);
            row.put(step.name(), part.element());
            if (previous != null
                    && GstLibrary.gst_element_link_pads(
                                    previous.outer(), previous.sourcePad(), part.entry(), part.sinkPad())
                            == 0) {
                throw new IllegalStateException(previous.element().factory() + " cannot be followed by "
                        + part.element().factory());
            }
            previous = part;
        }
    }

    /**
     * A step of the plan.
     *
     * @param entry the element that media goes into
     * @param outer the element that media comes out of; usually the same
     * @param sinkPad null for any that fits
     * @param sourcePad null for any that fits
     * @param element the element that does the work
     */
    private record Part(
            long entry,
            long outer,
            @Nullable String sinkPad,
            @Nullable String sourcePad,
            NativeElement element) {
        static Part of(NativeElement element) {
            return new Part(element.pointer(), element.pointer(), null, null, element);
        }
    }

    /** The element of a step; null if the plan has no step of that name. */
    @Nullable
    NativeElement find(MediaKind kind, String step) {
        Map<String, NativeElement> row = elements.get(kind);
        return row == null ? null : row.get(step);
    }

    void deliverTo(PacketOutput output, MediaKind kind) {
        long key = OUTPUTS.add(output);
        releases.add(() -> OUTPUTS.remove(key));
        probe(
                element(kind, MediumPlan.OUTPUT),
                "sink",
                GstLibrary.PROBE_BUFFER | GstLibrary.PROBE_BUFFER_LIST,
                ON_PACKETS,
                key);
    }

    /** Reports which time of the pipeline the jitter buffer gives to which RTP timestamp. */
    void tellTiming(TimingTap tap, MediaKind kind) {
        long key = TIMINGS.add(tap);
        releases.add(() -> {
            TIMINGS.remove(key);
            tap.free();
        });
        probe(element(kind, MediumPlan.JITTER_BUFFER), "src", GstLibrary.PROBE_BUFFER, ON_TIMING, key);
    }

    /** Makes the frame rate constant in front of the effect. */
    void keepFrameRate(MediaKind kind, int framesPerSecond) {
        FrameGate gate = new FrameGate(framesPerSecond);
        long key = GATES.add(gate);
        releases.add(() -> {
            GATES.remove(key);
            gate.free();
        });
        probe(element(kind, MediumPlan.PICTURE), "src", GstLibrary.PROBE_BUFFER, ON_PICTURE, key);
    }

    /** Keeps pictures that are too large from the decoder. */
    void limitPictures(MediaKind kind, PictureGate gate) {
        long key = PICTURE_GATES.add(gate);
        releases.add(() -> {
            PICTURE_GATES.remove(key);
            gate.free();
        });
        probe(
                element(kind, MediumPlan.DEPAYLOADER),
                "src",
                GstLibrary.PROBE_BUFFER | GstLibrary.PROBE_BUFFER_LIST | GstLibrary.PROBE_EVENT_DOWNSTREAM,
                ON_ENCODED,
                key);
    }

    void tellKeyFrameWishes(MediaKind kind, Runnable onKeyFrameNeeded) {
        long key = KEY_FRAME_WISHES.add(onKeyFrameNeeded);
        releases.add(() -> KEY_FRAME_WISHES.remove(key));
        probe(element(kind, MediumPlan.INPUT), "src", GstLibrary.PROBE_EVENT_UPSTREAM, ON_UPSTREAM_EVENT, key);
    }

    /**
     * Starts all media.
     *
     * @param originNanos on the clock of {@link System#nanoTime}; media time counts from this moment
     */
    void start(long originNanos) {
        long clock = GstLibrary.gst_system_clock_obtain();
        try {
            GstLibrary.gst_pipeline_use_clock(pipeline, clock);
            // Time zero is the moment the first packet may have arrived, and not the moment everything was ready.
            GstLibrary.gst_element_set_start_time(pipeline, GstLibrary.CLOCK_TIME_NONE);
            long sinceOrigin = System.nanoTime() - originNanos;
            GstLibrary.gst_element_set_base_time(pipeline, GstLibrary.gst_clock_get_time(clock) - sinceOrigin);
        } finally {
            GstLibrary.gst_object_unref(clock);
        }
        if (GstLibrary.gst_element_set_state(pipeline, GstLibrary.STATE_PLAYING) == GstLibrary.STATE_CHANGE_FAILURE) {
            throw new IllegalStateException("the pipeline does not start");
        }
    }

    void requestKeyFrame(MediaKind kind) {
        GstLibrary.gst_element_send_event(
                element(kind, MediumPlan.OUTPUT).pointer(),
                GstVideoLibrary.gst_video_event_new_upstream_force_key_unit(GstLibrary.CLOCK_TIME_NONE, 1, 0));
    }

    /** Stops the streaming threads, waits for them, and frees everything. */
    @Override
    public void close() {
        GstLibrary.gst_element_set_state(pipeline, GstLibrary.STATE_NULL);
        GstLibrary.gst_bus_set_sync_handler(bus, null, 0, 0);
        FAILURES.remove(failureKey);
        releases.forEach(Runnable::run);
        GstLibrary.gst_object_unref(bus);
        GstLibrary.gst_object_unref(pipeline);
        elements.clear();
    }

    private NativeElement element(MediaKind kind, String step) {
        NativeElement element = find(kind, step);
        if (element == null) {
            throw new IllegalStateException("no " + step + " for " + kind.token());
        }
        return element;
    }

    private Part create(MediaKind kind, Step step) throws PipelineSpecificationException {
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
            Part part = launched(bin.description(), name, Map.of());
            LabBin of = new LabBin(asked.factory(), part.outer());
            bin.initial().forEach(of::set);
            labs.put(step.name(), of);
            return part;
        }
        LabFrames frames =
                new LabFrames(asked.factory(), ((Effect.Frames) effect).processor(), step.format(), onFailure);
        labs.put(step.name(), frames);
        long key = LAB_FRAMES.add(frames);
        releases.add(() -> {
            frames.close();
            LAB_FRAMES.remove(key);
        });
        Part part = Part.of(made("identity", name, Map.of()));
        probe(part.element(), "sink", GstLibrary.PROBE_QUERY_DOWNSTREAM, ON_QUERY, 0);
        probe(part.element(), "src", GstLibrary.PROBE_BUFFER, ON_FRAME, key);
        return part;
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

    /** When this returns, no code of a lab runs any more. */
    void closeLabs() {
        labs.values().forEach(LabControl::close);
    }

    private static void probe(NativeElement element, String padName, int mask, GstLibrary.PadProbe probe, long key) {
        long pad = GstLibrary.gst_element_get_static_pad(element.pointer(), padName);
        GstLibrary.gst_pad_add_probe(pad, mask, probe, key, 0);
        GstLibrary.gst_object_unref(pad);
    }

    private static int onPackets(long pad, long probeInfo, long key) {
        PacketOutput output = OUTPUTS.find(key);
        if (output != null) {
            output.onProbe(probeInfo);
        }
        return GstLibrary.PROBE_DROP;
    }

    private static int onFrame(long pad, long probeInfo, long key) {
        LabFrames frames = LAB_FRAMES.find(key);
        return frames == null ? GstLibrary.PROBE_DROP : frames.onFrame(probeInfo);
    }

    private static int onTiming(long pad, long probeInfo, long key) {
        TimingTap tap = TIMINGS.find(key);
        if (tap != null) {
            tap.onProbe(probeInfo);
        }
        return GstLibrary.PROBE_OK;
    }

    private static int onPicture(long pad, long probeInfo, long key) {
        FrameGate gate = GATES.find(key);
        return gate == null ? GstLibrary.PROBE_DROP : gate.onPicture(pad, probeInfo);
    }

    private static int onEncoded(long pad, long probeInfo, long key) {
        PictureGate gate = PICTURE_GATES.find(key);
        return gate == null ? GstLibrary.PROBE_DROP : gate.onProbe(probeInfo);
    }

    private static int onUpstreamEvent(long pad, long probeInfo, long key) {
        long event = new Window().at(probeInfo).getLong(GstLayout.PROBE_INFO_DATA);
        if (GstVideoLibrary.gst_video_event_is_force_key_unit(event) != 0) {
            Runnable wish = KEY_FRAME_WISHES.find(key);
            if (wish != null) {
                wish.run();
            }
        }
        return GstLibrary.PROBE_OK;
    }

    /**
     * A depayloader posts an error for a packet that it cannot read, and goes on. Such an error must not end the
     * pipeline, or any participant could do that. When media really stop, the element that feeds them posts an error of
     * its own.
     */
    private static boolean isAboutOnePacket(long message) {
        return NativeText.sourceOf(message).contains("depay");
    }

    private static int onMessage(long bus, long message, long key) {
        int type = new Window().at(message).getInt(GstLayout.TYPE);
        Consumer<String> failure = FAILURES.find(key);
        if (failure != null) {
            if (type == GstLibrary.MESSAGE_ERROR && !isAboutOnePacket(message)) {
                failure.accept(NativeText.ofError(message));
            } else if (type == GstLibrary.MESSAGE_EOS) {
                failure.accept("the media ended by themselves");
            }
        }
        GstLibrary.gst_mini_object_unref(message);
        return GstLibrary.BUS_DROP;
    }
}
