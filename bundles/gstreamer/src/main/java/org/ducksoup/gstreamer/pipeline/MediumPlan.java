package org.ducksoup.gstreamer.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ducksoup.api.effect.RawFormat;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Option;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.gstreamer.element.LaunchText;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.ducksoup.gstreamer.packet.RepairTime;
import org.jspecify.annotations.Nullable;

/**
 * The elements that one medium passes through, in a row. It is plain data, so tests compare exactly what runs.
 *
 * @param steps from the packets in to the packets out
 */
public record MediumPlan(MediaKind kind, List<Step> steps) {
    static final String INPUT = "in";
    static final String JITTER_BUFFER = "jitterbuffer";
    static final String ENCODER = "encoder";
    static final String PAYLOADER = "payloader";
    static final String DEPAYLOADER = "depayloader";
    static final String SOUND = "sound-in";
    static final String SOUND_QUEUE = "sound";
    static final String PICTURE_QUEUE = "pictures";
    static final String PICTURE = "picture";
    static final String OUTPUT = "out";

    private static final String SOUND_FORMAT = "audio/x-raw,format=S16LE,layout=interleaved,rate=48000,channels=[1,2]";

    /** The rate assumed for the distance of key frames if no rate is enforced. */
    private static final int USUAL_FRAME_RATE = 30;

    public MediumPlan {
        steps = List.copyOf(steps);
    }

    /** One element, or a bin. Its name is unique in its medium. */
    sealed interface Step {
        String name();

        /** An element that the plan itself adds. */
        record Stock(String factory, String name, Map<String, String> properties) implements Step {}

        /** A text of the configuration; the properties are set in addition. */
        record Launch(String text, String name, Map<String, String> properties) implements Step {}

        /** An element that a client asked for; its properties are set as typed values. */
        record Asked(String name, Element element) implements Step {}

        /** An effect of a lab's bundle. */
        record OfLab(String name, Element element, RawFormat format) implements Step {}
    }

    /**
     * @param latencyMillis fixed latency of the jitter buffer; negative if it follows the network
     * @param keyFrameSeconds longest time between key frames
     * @param maxPictureSide most pixels in width and in height of a picture that is decoded
     */
    public record Tuning(int latencyMillis, int keyFrameSeconds, int maxPictureSide, PipelineTexts texts) {
        boolean isAdaptive() {
            return latencyMillis < 0 && !texts.hasFixedLatency();
        }
    }

    static MediumPlan of(Processing processing, int maxPacketSize, Tuning tuning, LabEffects labs)
            throws PipelineSpecificationException {
        return new MediumPlan(processing.kind(), new Builder(processing, maxPacketSize, tuning, labs).steps());
    }

    /** The plan in GStreamer's launch syntax, for reading and comparing. It is never parsed. */
    String text() {
        return steps.stream().map(MediumPlan::text).collect(Collectors.joining("\n! ")) + "\n";
    }

    /** The name of the step of an effect, which counts from 0. */
    public static String effectStep(long effect) {
        return "effect-" + effect;
    }

    /** The step in front of an effect with a name, where the medium has the format that it has at {@link #pastStep}. */
    static String intoStep(long effect) {
        return "into-" + effect;
    }

    /** The step behind an effect with a name. */
    static String pastStep(long effect) {
        return "past-" + effect;
    }

    /** The effect of a step; empty if there is no such step. */
    public static Optional<Element> effect(Processing processing, String step) {
        List<Element> effects = effects(processing);
        for (int i = 0; i < effects.size(); i++) {
            if (effectStep(i).equals(step)) {
                return Optional.of(effects.get(i));
            }
        }
        return Optional.empty();
    }

    public static List<Element> effects(Processing processing) {
        return processing.treatment() instanceof Treatment.Transcoded transcoded ? transcoded.effects() : List.of();
    }

    static @Nullable Picture picture(Processing processing) {
        return processing.treatment() instanceof Treatment.Transcoded transcoded ? transcoded.picture() : null;
    }

    static boolean hasConstantFrameRate(Processing processing) {
        return processing.treatment() instanceof Treatment.Transcoded transcoded
                && transcoded.picture() != null
                && transcoded.picture().frameRate() > 0;
    }

    static boolean tellsLevels(Processing processing) {
        return processing.treatment() instanceof Treatment.Transcoded transcoded
                && transcoded.options().contains(Option.AUDIO_LEVELS);
    }

    private static final class Builder {
        private final List<Step> steps = new ArrayList<>();
        private final Processing processing;
        private final int maxPacketSize;
        private final Tuning tuning;
        private final LabEffects labs;
        private final String payloadType;

        Builder(Processing processing, int maxPacketSize, Tuning tuning, LabEffects labs) {
            this.processing = processing;
            this.maxPacketSize = maxPacketSize;
            this.tuning = tuning;
            this.labs = labs;
            payloadType = Integer.toString(processing.payloadType());
        }

        List<Step> steps() {
            if (processing.treatment() instanceof Treatment.Transcoded transcoded) {
                CodecTexts texts = tuning.texts().of(processing.codec(), transcoded.options());
                Picture picture = transcoded.picture();
                receive(texts);
                jitterBuffer();
                launch(texts.depay(), DEPAYLOADER, transcoded);
                if (picture == null) {
                    sound(texts, transcoded);
                } else {
                    pictures(texts, transcoded, picture);
                }
                launch(texts.encoder(), ENCODER, transcoded);
                // Timestamps of both media count from the pipeline's beginning, so that they can be played in step.
                launch(
                        texts.pay(),
                        PAYLOADER,
                        transcoded,
                        "pt=" + payloadType,
                        "mtu=" + maxPacketSize,
                        "timestamp-offset=0");
            } else {
                receive(CodecTexts.builtIn(processing.codec()));
                if (processing.treatment() instanceof Treatment.Sorted) {
                    jitterBuffer();
                }
            }
            stock("fakesink", OUTPUT, "async=false", "sync=false", "enable-last-sample=false");
            return steps;
        }

        private void receive(CodecTexts texts) {
            String caps = LaunchText.filled(texts.caps(), Map.of("payloadType", payloadType));
            stock("appsrc", INPUT, "is-live=true", "format=time", "caps=" + caps);
        }

        /**
         * Packets in order pass at once, whatever the latency. The latency is the time that a missing packet delays the
         * others.
         */
        private void jitterBuffer() {
            String text = "rtpjitterbuffer " + tuning.texts().jitterBuffer();
            if (tuning.texts().hasFixedLatency()) {
                launch(text, JITTER_BUFFER, null);
            } else {
                int latency = tuning.latencyMillis() < 0
                        ? RepairTime.initialMillis(processing.kind())
                        : tuning.latencyMillis();
                launch(text, JITTER_BUFFER, null, "latency=" + latency);
            }
        }

        private void sound(CodecTexts texts, Treatment.Transcoded transcoded) {
            launch(texts.decoder(), "decoder", transcoded);
            // After a pause, as much sound comes at once as PacketInput keeps. SoundGate leaves sound out when the
            // effect is
            // too slow.
            stock(
                    "queue",
                    SOUND_QUEUE,
                    "leaky=downstream",
                    "max-size-buffers=0",
                    "max-size-bytes=0",
                    "max-size-time=10000000000");
            // SoundGate works on this format.
            stock("audioconvert", "convert-in");
            stock("audioresample", "resample-in");
            stock("capsfilter", SOUND, "caps=" + SOUND_FORMAT);
            for (Element element : transcoded.effects()) {
                String number = "-" + effectNumber();
                if (element.controlName() != null) {
                    soundFormat(intoStep(effectNumber()));
                }
                stock("audioconvert", "convert" + number);
                stock("audioresample", "resample" + number);
                effect(element, null);
                if (element.controlName() != null) {
                    soundFormat(pastStep(effectNumber() - 1));
                }
            }
            stock("audioconvert", "convert");
            stock("audioresample", "resample");
            stock("capsfilter", "sound-out", "caps=audio/x-raw,format=S16LE,rate=48000,channels=[1,2]");
        }

        /** SoundCircuit works on this format. */
        private void soundFormat(String name) {
            stock("audioconvert", "convert-" + name);
            stock("audioresample", "resample-" + name);
            stock("capsfilter", name, "caps=" + SOUND_FORMAT);
        }

        private void pictures(CodecTexts texts, Treatment.Transcoded transcoded, Picture picture) {
            launch(texts.decoder(), "decoder", transcoded);
            // If an effect is too slow, pictures are lost rather than delayed.
            stock(
                    "queue",
                    PICTURE_QUEUE,
                    "leaky=downstream",
                    "max-size-buffers=3",
                    "max-size-bytes=0",
                    "max-size-time=0");
            String size = "video/x-raw,width=" + picture.width() + ",height=" + picture.height();
            // The sender's frame rate, if it gives any, is ignored: FrameGate enforces the rate. 0/1 stands for a
            // variable rate.
            String rate = ",framerate=" + picture.frameRate() + "/1";
            stock("capssetter", "rate", "caps=video/x-raw" + rate);
            size += rate + ",pixel-aspect-ratio=1/1";
            launch(texts.converter(), "convert-in", transcoded);
            stock("capsfilter", PICTURE, "caps=" + size);
            for (Element element : transcoded.effects()) {
                // PictureCircuit puts what went in in the place of what came out. Without one colorimetry, an effect on
                // RGB
                // has another one behind it, and what passes is shown too dark.
                String passing = "caps=" + size + ",format=I420,colorimetry=bt601";
                boolean isNamed = element.controlName() != null;
                if (effectNumber() > 0) {
                    launch(texts.converter(), "convert-" + effectNumber(), transcoded);
                }
                if (isNamed) {
                    stock("capsfilter", intoStep(effectNumber()), passing);
                    launch(texts.converter(), "convert-into-" + effectNumber(), transcoded);
                    // The converter is for the format. It must not make a size that suits the effect.
                    stock("capsfilter", "size-" + effectNumber(), "caps=" + size);
                }
                effect(element, picture);
                if (isNamed) {
                    String past = pastStep(effectNumber() - 1);
                    launch(texts.converter(), "convert-" + past, transcoded);
                    stock("capsfilter", past, passing);
                }
            }
            if (transcoded.options().contains(Option.TIME_OVERLAY)) {
                if (!transcoded.effects().isEmpty()) {
                    launch(texts.converter(), "convert-overlay", transcoded);
                }
                stock("timeoverlay", "clock", "halignment=left", "valignment=top", "shaded-background=true");
            }
            launch(texts.converter(), "convert-out", transcoded);
            stock("capsfilter", "picture-out", "caps=" + size + ",format=I420");
        }

        private void effect(Element element, @Nullable Picture picture) {
            String name = effectStep(effectNumber());
            if (!labs.has(element.factory())) {
                steps.add(new Step.Asked(name, element));
            } else {
                RawFormat format = LabEffects.format(picture);
                stock("capsfilter", "format-" + effectNumber(), "caps=" + caps(format));
                steps.add(new Step.OfLab(name, element, format));
            }
        }

        private static String caps(RawFormat format) {
            if (format instanceof RawFormat.Video video) {
                return "video/x-raw,format=I420,width=" + video.width() + ",height=" + video.height();
            }
            RawFormat.Audio audio = (RawFormat.Audio) format;
            return "audio/x-raw,format=S16LE,layout=interleaved,rate=" + audio.sampleRate() + ",channels="
                    + audio.channels();
        }

        private long effectNumber() {
            return steps.stream()
                    .filter(step -> step instanceof Step.Asked || step instanceof Step.OfLab)
                    .count();
        }

        private void launch(String text, String name, Treatment.@Nullable Transcoded transcoded, String... properties) {
            Map<String, String> values = new LinkedHashMap<>();
            values.put("name", processing.kind().token() + "-" + name);
            values.put("payloadType", payloadType);
            Picture picture = transcoded == null ? null : transcoded.picture();
            if (picture != null) {
                values.put("width", Integer.toString(picture.width()));
                values.put("height", Integer.toString(picture.height()));
                int rate = picture.frameRate() > 0 ? picture.frameRate() : USUAL_FRAME_RATE;
                values.put("frameRate", Integer.toString(rate));
                values.put("keyFrameDistance", Integer.toString(rate * tuning.keyFrameSeconds()));
            }
            steps.add(new Step.Launch(LaunchText.filled(text, values), name, map(properties)));
        }

        private void stock(String factory, String name, String... properties) {
            steps.add(new Step.Stock(factory, name, map(properties)));
        }
    }

    private static Map<String, String> map(String... properties) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String property : properties) {
            int equals = property.indexOf('=');
            map.put(property.substring(0, equals), property.substring(equals + 1));
        }
        return map;
    }

    private static String text(Step step) {
        if (step instanceof Step.Stock stock) {
            return stock.factory() + " name=" + stock.name() + text(stock.properties());
        } else if (step instanceof Step.Launch launch) {
            return launch.text() + text(launch.properties());
        }
        Element element = step instanceof Step.Asked asked ? asked.element() : ((Step.OfLab) step).element();
        return element.factory() + " name=" + step.name() + text(element.properties());
    }

    private static String text(Map<String, String> properties) {
        return properties.entrySet().stream()
                .map(p -> " " + p.getKey() + "=" + p.getValue())
                .collect(Collectors.joining());
    }
}
