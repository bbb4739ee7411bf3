package org.ducksoup.gstreamer;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification.EffectSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.NativeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads what pipelines need and lets each codec work once: the first time of everything takes seconds, which no participant
 * should wait for.
 */
final class WarmUp {
    private static final Logger LOGGER = LoggerFactory.getLogger(WarmUp.class);
    private static final int SOME_PACKET_SIZE = 1200;

    private static final List<String> USUAL_EFFECTS = List.of("pitch", "coloreffects");
    private final ElementCatalogue catalogue;
    private final EffectCheck check;
    private final MediumPlan.Tuning tuning;

    WarmUp(ElementCatalogue catalogue, EffectCheck check, MediumPlan.Tuning tuning) {
        this.catalogue = catalogue;
        this.check = check;
        this.tuning = tuning;
    }

    /** The stock elements a codec's pipeline needs and this installation has not, for each codec. */
    Map<Codec, List<String>> missingElements() throws PipelineSpecificationException {
        Map<Codec, List<String>> missing = new TreeMap<>();
        for (Codec codec : Codec.values()) {
            List<String> absent = plan(codec).steps().stream()
                    .map(MediumPlan.Step::factory)
                    .filter(factory -> catalogue.find(factory).isEmpty())
                    .distinct()
                    .toList();
            if (!absent.isEmpty()) {
                LOGGER.warn("no effects on {}: GStreamer has no {}", codec.mediaType(), String.join(", ", absent));
                missing.put(codec, absent);
            }
        }
        return missing;
    }

    /** Runs what there is; a failure is logged and shows again when somebody asks for it. */
    void run(Map<Codec, List<String>> missing) {
        USUAL_EFFECTS.forEach(catalogue::find);
        for (Codec codec : Codec.values()) {
            if (!missing.containsKey(codec) && !Thread.currentThread().isInterrupted()) {
                try {
                    encodeSomething(codec);
                    startAndStop(codec);
                } catch (PipelineSpecificationException | RuntimeException e) {
                    LOGGER.warn("{} does not work", codec.mediaType(), e);
                }
            }
        }
    }

    private void startAndStop(Codec codec) throws PipelineSpecificationException {
        try (NativePipeline pipeline = new NativePipeline(catalogue, reason -> LOGGER.warn("{}: {}", codec, reason))) {
            pipeline.add(plan(codec), check);
            pipeline.start(System.nanoTime());
        }
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

    private MediumPlan plan(Codec codec) throws PipelineSpecificationException {
        Bitrate rate = new Bitrate(codec.kind() == MediaKind.AUDIO ? 48_000 : 600_000);
        return MediumPlan.of(
                new Processing(
                        codec,
                        96,
                        codec.clockRate(),
                        codec.kind() == MediaKind.AUDIO ? null : new Picture(320, 240, 30),
                        new EffectSpecification.Elements(List.of()),
                        new BitrateRange(rate, rate, rate)),
                SOME_PACKET_SIZE,
                tuning);
    }
}
