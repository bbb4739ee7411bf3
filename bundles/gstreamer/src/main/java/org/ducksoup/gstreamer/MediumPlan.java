package org.ducksoup.gstreamer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.jspecify.annotations.Nullable;

/**
 * The elements one medium passes through, in a row. Plain data: what is tested against is what runs.
 *
 * @param steps from the packets in to the packets out
 */
record MediumPlan(MediaKind kind, List<Step> steps) {
    static final String INPUT = "in";
    static final String ENCODER = "encoder";
    static final String DEPAYLOADER = "depayloader";
    static final String PICTURE = "picture";
    static final String OUTPUT = "out";

    MediumPlan {
        steps = List.copyOf(steps);
    }

    /** One element; its name is unique in its medium. */
    sealed interface Step {
        String factory();

        String name();

        /** One of ours. */
        record Stock(String factory, String name, Map<String, String> properties) implements Step {}

        /** One a client asked for; its properties are set as typed values. */
        record Effect(String name, Element element) implements Step {
            @Override
            public String factory() {
                return element.factory();
            }
        }
    }

    /**
     * @param audioJitterMillis how long a late packet is waited for
     * @param videoJitterMillis the same for video
     * @param keyFrameSeconds longest time between key frames
     */
    record Tuning(int audioJitterMillis, int videoJitterMillis, int keyFrameSeconds) {}

    static MediumPlan of(Processing processing, int maxPacketSize, Tuning tuning)
            throws PipelineSpecificationException {
        List<Step> steps = new ArrayList<>();
        Picture picture = processing.picture();
        if (picture == null) {
            receive(steps, processing, tuning.audioJitterMillis());
            steps.add(stock("opusdec", "decoder", "use-inband-fec=true", "plc=true", "max-errors=-1"));
            // An effect that does not keep up costs sound, not time.
            steps.add(stock(
                    "queue",
                    "sound",
                    "leaky=downstream",
                    "max-size-buffers=0",
                    "max-size-bytes=0",
                    "max-size-time=200000000"));
            addAudioEffects(steps, EffectCheck.elements(processing));
            encodeOpus(steps, processing);
        } else {
            receive(steps, processing, tuning.videoJitterMillis());
            decodeVideo(steps, processing.codec());
            addVideoEffects(steps, EffectCheck.elements(processing), picture);
            encodeVideo(steps, processing, picture.frameRate() * tuning.keyFrameSeconds());
        }
        send(steps, processing, maxPacketSize);
        return new MediumPlan(processing.kind(), steps);
    }

    /** In GStreamer's launch syntax, to read and to compare; never to be parsed. */
    String text() {
        return steps.stream().map(MediumPlan::text).collect(Collectors.joining("\n! "));
    }

    private static void receive(List<Step> steps, Processing processing, int jitterMillis) {
        String caps = "application/x-rtp,media=" + processing.kind().token()
                + ",clock-rate=" + processing.clockRate()
                + ",encoding-name=" + processing.codec().encodingName().toUpperCase(Locale.ROOT)
                + ",payload=" + processing.payloadType();
        steps.add(stock("appsrc", INPUT, "is-live=true", "format=time", "caps=" + caps));
        // Packets in order pass at once, whatever the latency: it is how long a missing one holds up the others.
        // Without
        // drop-on-latency, which would take a burst for a delay and tear holes into it.
        steps.add(stock(
                "rtpjitterbuffer",
                "jitterbuffer",
                "latency=" + jitterMillis,
                "do-lost=true",
                "faststart-min-packets=1"));
        String depayloader = "rtp" + codecToken(processing.codec()) + "depay";
        if (processing.kind() == MediaKind.VIDEO) {
            steps.add(stock(depayloader, DEPAYLOADER, "request-keyframe=true", "wait-for-keyframe=true"));
        } else {
            steps.add(stock(depayloader, DEPAYLOADER));
        }
    }

    private static void decodeVideo(List<Step> steps, Codec codec) {
        String[] tolerant = {"max-errors=-1", "automatic-request-sync-points=true"};
        if (codec == Codec.H264) {
            // One thread: with more, frames wait for each other.
            steps.add(stock("avdec_h264", "decoder", tolerant[0], tolerant[1], "max-threads=1"));
        } else {
            steps.add(stock("vp8dec", "decoder", tolerant[0], tolerant[1], "threads=1"));
        }
        // An effect that does not keep up costs pictures, not time.
        steps.add(stock(
                "queue", "pictures", "leaky=downstream", "max-size-buffers=3", "max-size-bytes=0", "max-size-time=0"));
    }

    private static void addAudioEffects(List<Step> steps, List<Element> elements) {
        for (int i = 0; i < elements.size(); i++) {
            steps.add(stock("audioconvert", "convert-" + i));
            steps.add(stock("audioresample", "resample-" + i));
            steps.add(new Step.Effect("effect-" + i, elements.get(i)));
        }
        steps.add(stock("audioconvert", "convert"));
        steps.add(stock("audioresample", "resample"));
    }

    private static void addVideoEffects(List<Step> steps, List<Element> elements, Picture picture) {
        String size = "video/x-raw,width=" + picture.width() + ",height=" + picture.height() + ",framerate="
                + picture.frameRate() + "/1,pixel-aspect-ratio=1/1";
        // What the sender says of its frame rate, often nothing, does not count: FrameGate makes it true.
        steps.add(stock("capssetter", "rate", "caps=video/x-raw,framerate=" + picture.frameRate() + "/1"));
        steps.add(stock("videoconvertscale", "convert-in"));
        steps.add(stock("capsfilter", PICTURE, "caps=" + size));
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                steps.add(stock("videoconvert", "convert-" + i));
            }
            steps.add(new Step.Effect("effect-" + i, elements.get(i)));
        }
        steps.add(stock("videoconvertscale", "convert-out"));
        steps.add(stock("capsfilter", "picture-out", "caps=" + size + ",format=I420"));
    }

    private static void encodeOpus(List<Step> steps, Processing processing) {
        steps.add(stock("capsfilter", "sound-out", "caps=audio/x-raw,format=S16LE,rate=48000,channels=[1,2]"));
        steps.add(stock(
                "opusenc",
                ENCODER,
                "audio-type=voice",
                "bitrate-type=vbr",
                "frame-size=20",
                bitrateProperty(processing.codec()) + "="
                        + encoderUnits(processing.codec(), processing.bitrate().initial())));
    }

    private static void encodeVideo(List<Step> steps, Processing processing, int keyFrameDistance) {
        String bitrate = bitrateProperty(processing.codec()) + "="
                + encoderUnits(processing.codec(), processing.bitrate().initial());
        if (processing.codec() == Codec.H264) {
            steps.add(stock(
                    "x264enc",
                    ENCODER,
                    "tune=zerolatency",
                    "speed-preset=ultrafast",
                    "threads=1",
                    "key-int-max=" + keyFrameDistance,
                    "vbv-buf-capacity=300",
                    bitrate));
            steps.add(stock(
                    "capsfilter",
                    "profile",
                    "caps=video/x-h264,profile=constrained-baseline,stream-format=byte-stream,alignment=au"));
        } else {
            steps.add(stock(
                    "vp8enc",
                    ENCODER,
                    "deadline=1",
                    "cpu-used=6",
                    "threads=1",
                    "end-usage=cbr",
                    "keyframe-max-dist=" + keyFrameDistance,
                    "lag-in-frames=0",
                    "dropframe-threshold=0",
                    "min-quantizer=4",
                    "max-quantizer=63",
                    "undershoot=95",
                    "buffer-size=1000",
                    "buffer-initial-size=500",
                    "buffer-optimal-size=600",
                    bitrate));
        }
    }

    private static void send(List<Step> steps, Processing processing, int maxPacketSize) {
        String payloader = "rtp" + codecToken(processing.codec()) + "pay";
        String type = "pt=" + processing.payloadType();
        String size = "mtu=" + maxPacketSize;
        // Timestamps of both kinds count from the pipeline's beginning, so that they can be played in synchrony.
        String start = "timestamp-offset=0";
        steps.add(
                switch (processing.codec()) {
                    case OPUS -> stock(payloader, "payloader", type, size, start);
                    case H264 -> stock(payloader, "payloader", type, size, start, "config-interval=-1");
                    case VP8 -> stock(payloader, "payloader", type, size, start, "picture-id-mode=15-bit");
                });
        steps.add(stock("fakesink", OUTPUT, "async=false", "sync=false", "enable-last-sample=false"));
    }

    /** The property of the codec's encoder that sets its rate. */
    static String bitrateProperty(Codec codec) {
        return codec == Codec.VP8 ? "target-bitrate" : "bitrate";
    }

    static long encoderUnits(Codec codec, Bitrate bitrate) {
        return codec == Codec.H264 ? bitrate.kilobitsPerSecond() : bitrate.bitsPerSecond();
    }

    private static String codecToken(Codec codec) {
        return codec.encodingName().toLowerCase(Locale.ROOT);
    }

    private static Step stock(String factory, String name, String... properties) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String property : properties) {
            int equals = property.indexOf('=');
            map.put(property.substring(0, equals), property.substring(equals + 1));
        }
        return new Step.Stock(factory, name, map);
    }

    private static String text(Step step) {
        Map<String, String> properties =
                step instanceof Step.Effect effect ? effect.element().properties() : ((Step.Stock) step).properties();
        return step.factory() + " name=" + step.name()
                + properties.entrySet().stream()
                        .map(p -> " " + p.getKey() + "=" + p.getValue())
                        .collect(Collectors.joining());
    }

    /** The client's element of this step, if it is one. */
    static @Nullable Element clientElement(Step step) {
        return step instanceof Step.Effect effect ? effect.element() : null;
    }
}
