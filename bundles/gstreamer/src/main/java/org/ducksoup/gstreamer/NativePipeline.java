package org.ducksoup.gstreamer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.gstreamer.MediumPlan.Step;
import org.ducksoup.gstreamer.binding.CallbackTargets;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.GstVideoLibrary;
import org.ducksoup.gstreamer.binding.NativeText;
import org.ducksoup.gstreamer.binding.StreamingThreads;
import org.ducksoup.gstreamer.binding.Window;
import org.jspecify.annotations.Nullable;

/**
 * GStreamer's side of a pipeline: created, run and freed by one thread at a time. It says what comes out of it by the
 * callbacks it was given, on GStreamer's streaming threads; none comes any more once it is closed.
 */
final class NativePipeline implements AutoCloseable {
    private static final int PROBE_INFO_DATA = 16;
    private static final int MESSAGE_TYPE = 64;

    private static final CallbackTargets<PacketOutput> OUTPUTS = new CallbackTargets<>();
    private static final CallbackTargets<FrameGate> GATES = new CallbackTargets<>();
    private static final CallbackTargets<Runnable> KEY_FRAME_WISHES = new CallbackTargets<>();
    private static final CallbackTargets<Consumer<String>> FAILURES = new CallbackTargets<>();

    // Held here for as long as this class lives: native code has their addresses.
    private static final GstLibrary.PadProbe ON_PACKETS = StreamingThreads.attached(NativePipeline::onPackets);
    private static final GstLibrary.PadProbe ON_PICTURE = StreamingThreads.attached(NativePipeline::onPicture);
    private static final GstLibrary.PadProbe ON_UPSTREAM_EVENT =
            StreamingThreads.attached(NativePipeline::onUpstreamEvent);
    private static final GstLibrary.BusHandler ON_MESSAGE = StreamingThreads.attachedBus(NativePipeline::onMessage);

    private final ElementCatalogue catalogue;
    private final long pipeline;
    private final long bus;
    private final long failureKey;
    private final List<Runnable> releases = new ArrayList<>();
    private final Map<MediaKind, Map<String, NativeElement>> elements = new EnumMap<>(MediaKind.class);

    NativePipeline(ElementCatalogue catalogue, Consumer<String> onFailure) {
        this.catalogue = catalogue;
        pipeline = GstLibrary.gst_pipeline_new("media");
        bus = GstLibrary.gst_element_get_bus(pipeline);
        failureKey = FAILURES.add(onFailure);
        GstLibrary.gst_bus_set_sync_handler(bus, ON_MESSAGE, failureKey, 0);
    }

    /** Creates and connects a medium's elements. */
    void add(MediumPlan plan, EffectCheck check) throws PipelineSpecificationException {
        Map<String, NativeElement> row = new HashMap<>();
        elements.put(plan.kind(), row);
        NativeElement previous = null;
        for (Step step : plan.steps()) {
            NativeElement element = create(plan.kind(), step, check);
            row.put(step.name(), element);
            if (previous != null) {
                connect(previous, element);
            }
            previous = element;
        }
    }

    /** The element of a step; null if the plan had none of that name. */
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

    /** Makes the frame rate in front of the effect constant. */
    void keepFrameRate(MediaKind kind, int framesPerSecond) {
        FrameGate gate = new FrameGate(framesPerSecond);
        long key = GATES.add(gate);
        releases.add(() -> {
            GATES.remove(key);
            gate.free();
        });
        probe(element(kind, MediumPlan.PICTURE), "src", GstLibrary.PROBE_BUFFER, ON_PICTURE, key);
    }

    void tellKeyFrameWishes(MediaKind kind, Runnable onKeyFrameNeeded) {
        long key = KEY_FRAME_WISHES.add(onKeyFrameNeeded);
        releases.add(() -> KEY_FRAME_WISHES.remove(key));
        probe(element(kind, MediumPlan.INPUT), "src", GstLibrary.PROBE_EVENT_UPSTREAM, ON_UPSTREAM_EVENT, key);
    }

    /**
     * Starts all media.
     *
     * @param originNanos on the clock of {@link System#nanoTime}, the moment the media's time counts from
     */
    void start(long originNanos) {
        long clock = GstLibrary.gst_system_clock_obtain();
        try {
            GstLibrary.gst_pipeline_use_clock(pipeline, clock);
            // Time zero is when the first packet may have come, not when everything got ready.
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

    /** Stops the streaming threads, waits for them, and frees all there is. */
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

    private NativeElement create(MediaKind kind, Step step, EffectCheck check) throws PipelineSpecificationException {
        ElementFacts facts = catalogue
                .find(step.factory())
                .orElseThrow(() -> EffectCheck.refusal("element", step.factory(), "It is not installed here."));
        long pointer = GstLibrary.gst_element_factory_make(step.factory(), kind.token() + "-" + step.name());
        if (pointer == 0) {
            throw new IllegalStateException(step.factory() + " cannot be created");
        }
        GstLibrary.gst_bin_add(pipeline, pointer);
        NativeElement element = new NativeElement(facts, pointer);
        Element asked = MediumPlan.clientElement(step);
        if (asked != null) {
            for (Map.Entry<String, String> property : asked.properties().entrySet()) {
                element.set(
                        check.property(facts, property.getKey()),
                        check.value(facts, property.getKey(), property.getValue()));
            }
        } else if (step instanceof Step.Stock stock) {
            stock.properties().forEach(element::setTrusted);
        }
        return element;
    }

    private static void connect(NativeElement from, NativeElement to) {
        String source = from.facts().sourcePad();
        String sink = to.facts().sinkPad();
        if (GstLibrary.gst_element_link_pads(from.pointer(), source, to.pointer(), sink) == 0) {
            throw new IllegalStateException(from.facts().factory() + " cannot be followed by "
                    + to.facts().factory());
        }
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

    private static int onPicture(long pad, long probeInfo, long key) {
        FrameGate gate = GATES.find(key);
        return gate == null ? GstLibrary.PROBE_DROP : gate.onPicture(pad, probeInfo);
    }

    private static int onUpstreamEvent(long pad, long probeInfo, long key) {
        long event = new Window().at(probeInfo).getLong(PROBE_INFO_DATA);
        if (GstVideoLibrary.gst_video_event_is_force_key_unit(event) != 0) {
            Runnable wish = KEY_FRAME_WISHES.find(key);
            if (wish != null) {
                wish.run();
            }
        }
        return GstLibrary.PROBE_OK;
    }

    /**
     * A depayloader calls a packet it cannot read an error, and goes on. Were it one, any participant could end a pipeline;
     * when media really stop, the element that feeds them says so.
     */
    private static boolean isAboutOnePacket(long message) {
        return NativeText.sourceOf(message).endsWith("-" + MediumPlan.DEPAYLOADER);
    }

    private static int onMessage(long bus, long message, long key) {
        int type = new Window().at(message).getInt(MESSAGE_TYPE);
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
