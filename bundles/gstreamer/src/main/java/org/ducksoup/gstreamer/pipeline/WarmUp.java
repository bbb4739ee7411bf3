package org.ducksoup.gstreamer.pipeline;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Option;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.NativeText;
import org.ducksoup.gstreamer.circuit.Circuits;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.ducksoup.gstreamer.element.PropertyFacts.TypedValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads everything that pipelines need and runs each codec once. The first run takes seconds, which no participant
 * should wait for.
 */
public final class WarmUp {
    private static final Logger LOGGER = LoggerFactory.getLogger(WarmUp.class);
    private static final int SOME_PACKET_SIZE = 1200;

    private static final List<String> USUAL_EFFECTS = List.of("pitch", "coloreffects");
    private final PipelineEnvironment environment;
    private final List<String> problems = new ArrayList<>();

    public WarmUp(PipelineEnvironment environment) {
        this.environment = environment;
    }

    /** A sentence for each codec that does not work. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Runs each codec. A failure is reported, and appears again when a participant needs the codec. */
    public void run() {
        USUAL_EFFECTS.forEach(environment.catalogue()::find);
        PipelineTexts texts = environment.tuning().texts();
        for (Codec codec : Codec.values()) {
            if (!texts.unusable().containsKey(codec) && !Thread.currentThread().isInterrupted()) {
                try {
                    if (texts.of(codec, Set.of()).equals(CodecTexts.builtIn(codec))) {
                        encodeSomething(codec);
                    }
                    startAndStop(codec, Set.of());
                    if (codec == Codec.H264 && texts.nvidia() != null) {
                        startAndStop(codec, Set.of(Option.GPU));
                    }
                } catch (PipelineSpecificationException | RuntimeException e) {
                    LOGGER.warn("{} does not work", codec.mediaType(), e);
                    problems.add(codec.mediaType() + " does not work: " + e.getMessage());
                }
            }
        }
    }

    private void startAndStop(Codec codec, Set<Option> options) throws PipelineSpecificationException {
        try (NativePipeline pipeline =
                new NativePipeline(environment, reason -> LOGGER.warn("{}: {}", codec, reason))) {
            MediaKind kind = codec.kind();
            String control = kind == MediaKind.AUDIO ? "volume" : "brightness";
            pipeline.add(plan(codec, options));
            pipeline.connect(kind, 0, effect(kind).factory(), new Circuits(kind));
            pipeline.start(System.nanoTime());
            // The first change of a value must not keep a frame waiting for code.
            ElementFacts facts =
                    environment.check().find(effect(kind).factory()).orElse(null);
            PropertyFacts property = facts == null ? null : facts.properties().get(control);
            if (property != null) {
                pipeline.propertiesInTime(kind, 0, pts -> {})
                        .set(MediumPlan.effectStep(0), property, new TypedValue.RealValue(0.5));
                pipeline.changeNow();
            }
        }
    }

    private static Element effect(MediaKind kind) {
        return new Element(kind == MediaKind.AUDIO ? "volume" : "videobalance", "warm", Map.of());
    }

    private static void encodeSomething(Codec codec) {
        long pipeline;
        try (Memory error = new Memory(8)) {
            error.setLong(0, 0);
            pipeline = GstLibrary.gst_parse_launch(trial(codec), error);
        }
        if (pipeline == 0) {
            throw new IllegalStateException("the trial pipeline cannot be made");
        }
        long bus = GstLibrary.gst_element_get_bus(pipeline);
        try {
            GstLibrary.gst_element_set_state(pipeline, GstLibrary.STATE_PLAYING);
            long message = GstLibrary.gst_bus_timed_pop_filtered(
                    bus, TimeUnit.SECONDS.toNanos(3), GstLibrary.MESSAGE_EOS | GstLibrary.MESSAGE_ERROR);
            if (message == 0) {
                LOGGER.warn("{} took longer than 3 s to try", codec.mediaType());
            } else {
                if (new Pointer(message).getInt(64) == GstLibrary.MESSAGE_ERROR) {
                    LOGGER.warn("{}: {}", codec.mediaType(), NativeText.ofError(message));
                }
                GstLibrary.gst_mini_object_unref(message);
            }
        } finally {
            GstLibrary.gst_element_set_state(pipeline, GstLibrary.STATE_NULL);
            GstLibrary.gst_object_unref(bus);
            GstLibrary.gst_object_unref(pipeline);
        }
    }

    private static String trial(Codec codec) {
        String picture = "videotestsrc num-buffers=3 ! video/x-raw,width=320,height=240 ! ";
        return switch (codec) {
            case OPUS ->
                "audiotestsrc num-buffers=10 ! opusenc ! rtpopuspay ! rtpopusdepay ! opusdec ! audioconvert ! fakesink";
            case H264 ->
                picture + "x264enc tune=zerolatency speed-preset=ultrafast threads=1 ! rtph264pay"
                        + " ! rtph264depay ! avdec_h264 ! videoconvert ! fakesink";
            case VP8 ->
                picture + "vp8enc deadline=1 cpu-used=6 ! rtpvp8pay ! rtpvp8depay ! vp8dec ! videoconvert ! fakesink";
        };
    }

    private MediumPlan plan(Codec codec, Set<Option> options) throws PipelineSpecificationException {
        Bitrate rate = new Bitrate(codec.kind() == MediaKind.AUDIO ? 48_000 : 600_000);
        Picture picture = codec.kind() == MediaKind.AUDIO ? null : new Picture(320, 240, 30);
        return MediumPlan.of(
                new Processing(
                        codec,
                        96,
                        codec.clockRate(),
                        new Treatment.Transcoded(
                                picture, List.of(effect(codec.kind())), new BitrateRange(rate, rate, rate), options)),
                SOME_PACKET_SIZE,
                environment.tuning(),
                environment.labs());
    }
}
