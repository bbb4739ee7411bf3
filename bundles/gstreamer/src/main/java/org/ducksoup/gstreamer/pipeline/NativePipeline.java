package org.ducksoup.gstreamer.pipeline;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.gstreamer.binding.Callbacks;
import org.ducksoup.gstreamer.binding.GstLayout;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.GstVideoLibrary;
import org.ducksoup.gstreamer.binding.NativeText;
import org.ducksoup.gstreamer.binding.PictureTasks;
import org.ducksoup.gstreamer.binding.Window;
import org.ducksoup.gstreamer.circuit.Circuits;
import org.ducksoup.gstreamer.circuit.PictureCircuit;
import org.ducksoup.gstreamer.circuit.PitchDelay;
import org.ducksoup.gstreamer.circuit.SoundCircuit;
import org.ducksoup.gstreamer.circuit.TimedChanges;
import org.ducksoup.gstreamer.element.NativeElement;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.ducksoup.gstreamer.element.PropertyFacts.TypedValue;
import org.ducksoup.gstreamer.gate.FrameGate;
import org.ducksoup.gstreamer.gate.PictureGate;
import org.ducksoup.gstreamer.gate.SoundGate;
import org.ducksoup.gstreamer.gate.SoundLevel;
import org.ducksoup.gstreamer.lab.LabControl;
import org.ducksoup.gstreamer.lab.LabFrames;
import org.ducksoup.gstreamer.packet.PacketOutput;
import org.ducksoup.gstreamer.packet.TimingTap;
import org.ducksoup.gstreamer.pipeline.MediumPlan.Step;
import org.jspecify.annotations.Nullable;

/**
 * One native pipeline, from build to free. One thread at a time creates, runs and frees it. It reports by the callbacks
 * it was given, on GStreamer's streaming threads; no callback comes after it is closed.
 */
final class NativePipeline implements AutoCloseable {
    private static final long AT_ONCE = Long.MIN_VALUE;

    private final LabFrames.Listener listener;
    private final long pipeline;
    private final long bus;
    private final Callbacks callbacks = new Callbacks();
    private final List<Runnable> releases = new ArrayList<>();
    private final StepElements created;
    private final Map<String, TimedChanges> changes = new HashMap<>();
    private final Map<MediaKind, Map<String, NativeElement>> elements = new EnumMap<>(MediaKind.class);

    /** @param listener hears when a medium's elements or a lab's code fail, or that code is slow */
    NativePipeline(PipelineEnvironment environment, LabFrames.Listener listener) {
        this.listener = listener;
        pipeline = GstLibrary.gst_pipeline_new("media");
        bus = GstLibrary.gst_element_get_bus(pipeline);
        callbacks.read(bus, this::onMessage);
        created = new StepElements(environment, pipeline, callbacks, releases, listener);
    }

    /** Creates and connects a medium's elements. */
    void add(MediumPlan plan) throws PipelineSpecificationException {
        Map<String, NativeElement> row = new HashMap<>();
        elements.put(plan.kind(), row);
        StepElements.Part previous = null;
        for (Step step : plan.steps()) {
            StepElements.Part part = created.create(plan.kind(), step);
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

    /** The element of a step; null if the plan has no step of that name. */
    @Nullable
    NativeElement find(MediaKind kind, String step) {
        Map<String, NativeElement> row = elements.get(kind);
        return row == null ? null : row.get(step);
    }

    /** The properties of a medium's effects, which are set at once: no frame has come yet. */
    LiveProperties properties(MediaKind kind) {
        return new Properties(kind, AT_ONCE, pts -> {});
    }

    /**
     * The same while frames flow.
     *
     * @param nanos on the pipeline's time: what is set counts from the frame on that arrives then
     * @param onFrame gets the time of that frame, on a streaming thread
     */
    LiveProperties propertiesInTime(MediaKind kind, long nanos, LongConsumer onFrame) {
        return new Properties(kind, nanos, onFrame);
    }

    private final class Properties implements LiveProperties {
        private final MediaKind kind;
        private final long nanos;
        private final LongConsumer onFrame;

        /** @param nanos from when on it counts, on the pipeline's time; {@link #AT_ONCE} before there are frames */
        Properties(MediaKind kind, long nanos, LongConsumer onFrame) {
            this.kind = kind;
            this.nanos = nanos;
            this.onFrame = onFrame;
        }

        private void change(String step, String property, double number, Runnable set) {
            TimedChanges inTime = nanos == AT_ONCE ? null : changes.get(step);
            if (inTime == null) {
                set.run();
            } else {
                inTime.add(nanos, property, number, pts -> {
                    set.run();
                    onFrame.accept(pts);
                });
            }
        }

        @Override
        public double number(String step, PropertyFacts property) {
            TimedChanges inTime = changes.get(step);
            double soon = inTime == null ? Double.NaN : inTime.number(property.name());
            NativeElement element = find(kind, step);
            return !Double.isNaN(soon) ? soon : element == null ? Double.NaN : element.number(property);
        }

        @Override
        public void set(String step, PropertyFacts property, TypedValue value) {
            NativeElement element = find(kind, step);
            if (element != null) {
                double number = property.isNumber() ? property.numberOf(value) : Double.NaN;
                change(step, property.name(), number, () -> element.set(property, value));
            }
        }

        @Override
        public void setLab(String step, String property, double value) {
            LabControl lab = created.lab(step);
            if (lab != null) {
                change(step, property, value, () -> lab.set(property, value));
            }
        }
    }

    /** Makes all changes that wait for their time. */
    void changeNow() {
        changes.values().forEach(TimedChanges::makeAll);
    }

    void deliverTo(PacketOutput output, MediaKind kind) {
        probe(
                kind,
                MediumPlan.OUTPUT,
                "sink",
                GstLibrary.PROBE_BUFFER | GstLibrary.PROBE_BUFFER_LIST,
                (pad, probeInfo) -> {
                    output.onProbe(probeInfo);
                    return GstLibrary.PROBE_DROP;
                });
    }

    /** Reports which time of the pipeline the jitter buffer gives to which RTP timestamp. */
    void tellTiming(TimingTap tap, MediaKind kind) {
        releases.add(tap::free);
        probe(kind, MediumPlan.JITTER_BUFFER, "src", GstLibrary.PROBE_BUFFER, (pad, probeInfo) -> {
            tap.onProbe(probeInfo);
            return GstLibrary.PROBE_OK;
        });
    }

    /** Reports the time of each frame that leaves the decoder. Behind it a queue drops what an effect does not take. */
    void tellFrames(MediaKind kind, LongConsumer onFrame) {
        Window window = new Window();
        String queue = kind == MediaKind.AUDIO ? MediumPlan.SOUND_QUEUE : MediumPlan.PICTURE_QUEUE;
        if (find(kind, queue) != null) {
            probe(kind, queue, "sink", GstLibrary.PROBE_BUFFER, (pad, probeInfo) -> {
                long frame = window.at(probeInfo).getLong(GstLayout.PROBE_INFO_DATA);
                onFrame.accept(window.at(frame).getLong(GstLayout.BUFFER_PTS));
                return GstLibrary.PROBE_OK;
            });
        }
    }

    /** Reports how loud the sound is that leaves the decoder. */
    void tellLevels(SoundLevel levels) {
        releases.add(levels::free);
        int mask = GstLibrary.PROBE_BUFFER | GstLibrary.PROBE_EVENT_DOWNSTREAM;
        probe(MediaKind.AUDIO, MediumPlan.SOUND_QUEUE, "sink", mask, (pad, probeInfo) -> {
            levels.onSound(probeInfo);
            return GstLibrary.PROBE_OK;
        });
    }

    /** Makes the frame rate constant in front of the effect. */
    void keepFrameRate(MediaKind kind, int framesPerSecond) {
        FrameGate gate = new FrameGate(framesPerSecond);
        releases.add(gate::free);
        probe(kind, MediumPlan.PICTURE, "src", GstLibrary.PROBE_BUFFER, gate::onPicture);
    }

    /**
     * Keeps sound without gaps in front of the effect, and gaps as gaps behind the encoder.
     *
     * @param originNanos as for {@link #start}
     */
    void keepTime(long originNanos) {
        SoundGate gate = new SoundGate(originNanos);
        releases.add(gate::free);
        probe(
                MediaKind.AUDIO,
                MediumPlan.SOUND,
                "src",
                GstLibrary.PROBE_BUFFER | GstLibrary.PROBE_EVENT_DOWNSTREAM,
                gate::onSound);
        probe(
                MediaKind.AUDIO,
                MediumPlan.ENCODER,
                "src",
                GstLibrary.PROBE_BUFFER,
                (pad, probeInfo) -> gate.onEncoded(probeInfo));
    }

    /**
     * Lets an effect be taken out of circuit, and its properties be changed in time.
     *
     * @param effect its number in the medium
     * @param name for the log
     */
    void connect(MediaKind kind, int effect, String name, Circuits circuits) {
        String step = MediumPlan.effectStep(effect);
        String into = MediumPlan.intoStep(effect);
        String past = MediumPlan.pastStep(effect);
        TimedChanges inTime = new TimedChanges(kind);
        changes.put(step, inTime);
        if (kind == MediaKind.AUDIO) {
            SoundCircuit circuit =
                    new SoundCircuit(name, circuits.of(step), PitchDelay.of(element(kind, step)), inTime);
            releases.add(circuit::free);
            int mask = GstLibrary.PROBE_BUFFER | GstLibrary.PROBE_EVENT_DOWNSTREAM;
            probe(kind, into, "src", mask, (pad, probeInfo) -> circuit.onInput(probeInfo));
            probe(kind, past, "src", mask, (pad, probeInfo) -> circuit.onOutput(probeInfo));
            return;
        }
        PictureCircuit circuit = new PictureCircuit(name, circuits.of(step), inTime);
        releases.add(circuit::free);
        // What passes the effect meets others behind it than in front of it, so it must not have a layout of its own.
        probe(
                kind,
                into,
                "sink",
                GstLibrary.PROBE_QUERY_DOWNSTREAM,
                (pad, probeInfo) -> LabFrames.onQuery(new Window(), probeInfo));
        probe(kind, into, "src", GstLibrary.PROBE_BUFFER, (pad, probeInfo) -> circuit.onInput(probeInfo));
        probe(kind, past, "src", GstLibrary.PROBE_BUFFER, (pad, probeInfo) -> circuit.onOutput(probeInfo));
    }

    /** Keeps pictures that are too large from the decoder. */
    void limitPictures(MediaKind kind, PictureGate gate) {
        releases.add(gate::free);
        probe(
                kind,
                MediumPlan.DEPAYLOADER,
                "src",
                GstLibrary.PROBE_BUFFER | GstLibrary.PROBE_BUFFER_LIST | GstLibrary.PROBE_EVENT_DOWNSTREAM,
                (pad, probeInfo) -> gate.onProbe(probeInfo));
    }

    void tellKeyFrameWishes(MediaKind kind, Runnable onKeyFrameNeeded) {
        probe(kind, MediumPlan.INPUT, "src", GstLibrary.PROBE_EVENT_UPSTREAM, (pad, probeInfo) -> {
            long event = new Window().at(probeInfo).getLong(GstLayout.PROBE_INFO_DATA);
            if (GstVideoLibrary.gst_video_event_is_force_key_unit(event) != 0) {
                onKeyFrameNeeded.run();
            }
            return GstLibrary.PROBE_OK;
        });
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

    /** GStreamer's own picture of it, in the language of Graphviz. Reads the properties of all elements. */
    String graph() {
        return NativeText.ofBin(pipeline);
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
        callbacks.release();
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

    /** Whether a lab's Java code has kept a frame for too long. */
    boolean isLate(long nowNanos) {
        return created.isLate(nowNanos);
    }

    /** That a lab's Java code is slower than its medium, as a sentence; null if none is. */
    @Nullable
    String slowness() {
        return created.slowness();
    }

    /** When this returns, no code of a lab runs any more. */
    void closeLabs() {
        created.closeLabs();
    }

    private void probe(MediaKind kind, String step, String padName, int mask, Callbacks.Probe probe) {
        callbacks.probe(element(kind, step).pointer(), padName, mask, probe);
    }

    /**
     * A depayloader posts an error for a packet that it cannot read, and continues with the next one. Such an error must
     * not end the pipeline, or any participant could do that. When media really stop, the element that feeds them posts
     * an error of its own.
     */
    private static boolean isAboutOnePacket(long message) {
        return NativeText.sourceOf(message).contains("depay");
    }

    private void onMessage(long message) {
        int type = new Window().at(message).getInt(GstLayout.TYPE);
        if (type == GstLibrary.MESSAGE_STREAM_STATUS && elements.containsKey(MediaKind.VIDEO)) {
            PictureTasks.onStreamStatus(message);
        }
        if (type == GstLibrary.MESSAGE_ERROR && !isAboutOnePacket(message)) {
            listener.onFailure(NativeText.ofError(message));
        } else if (type == GstLibrary.MESSAGE_EOS) {
            listener.onFailure("the media ended by themselves");
        }
    }
}
