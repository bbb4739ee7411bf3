package org.ducksoup.gstreamer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ducksoup.api.media.Codec;
import org.ducksoup.gstreamer.element.LaunchText;
import org.ducksoup.gstreamer.pipeline.CodecTexts;
import org.ducksoup.gstreamer.pipeline.PipelineTexts;
import org.jspecify.annotations.Nullable;

/**
 * Tries the configuration's texts before a participant needs them. An invalid text never prevents the start: the
 * built-in one replaces it, and a warning says so.
 */
final class TextTrials {
    private final List<String> problems = new ArrayList<>();

    /** @param nvcodec whether the operator wants the graphics card */
    record Wanted(String jitterBuffer, Map<Codec, CodecTexts> byCodec, CodecTexts nvidia, boolean nvcodec) {
        static Wanted of(GStreamerConfiguration c) {
            Map<Codec, CodecTexts> texts = new EnumMap<>(Codec.class);
            texts.put(
                    Codec.OPUS,
                    or(
                            CodecTexts.OPUS,
                            c.opusCaps(),
                            c.opusDepay(),
                            c.opusPay(),
                            c.opusDecoder(),
                            c.opusEncoder(),
                            ""));
            texts.put(
                    Codec.VP8,
                    or(
                            CodecTexts.VP8,
                            c.vp8Caps(),
                            c.vp8Depay(),
                            c.vp8Pay(),
                            c.vp8Decoder(),
                            c.vp8Encoder(),
                            c.vp8Converter()));
            texts.put(
                    Codec.H264,
                    or(
                            CodecTexts.X264,
                            c.x264Caps(),
                            c.x264Depay(),
                            c.x264Pay(),
                            c.x264Decoder(),
                            c.x264Encoder(),
                            c.x264Converter()));
            CodecTexts nvidia = or(
                    CodecTexts.NV264,
                    c.nv264Caps(),
                    c.nv264Depay(),
                    c.nv264Pay(),
                    c.nv264Decoder(),
                    c.nv264Encoder(),
                    c.nv264Converter());
            String jitter = or(PipelineTexts.JITTER_BUFFER, c.jitterBufferProperties());
            return new Wanted(jitter, texts, nvidia, c.nvcodec());
        }

        private static CodecTexts or(
                CodecTexts builtIn,
                String caps,
                String depay,
                String pay,
                String decoder,
                String encoder,
                String converter) {
            return new CodecTexts(
                    or(builtIn.caps(), caps),
                    or(builtIn.depay(), depay),
                    or(builtIn.pay(), pay),
                    or(builtIn.decoder(), decoder),
                    or(builtIn.encoder(), encoder),
                    or(builtIn.converter(), converter));
        }

        private static String or(String builtIn, String written) {
            return written.isBlank() ? builtIn : written.strip();
        }
    }

    /** A sentence for each text that does not work. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    PipelineTexts tried(Wanted wanted) {
        Map<Codec, CodecTexts> texts = new EnumMap<>(Codec.class);
        Map<Codec, String> unusable = new TreeMap<>();
        for (Codec codec : Codec.values()) {
            CodecTexts builtIn = CodecTexts.builtIn(codec);
            String section = codec == Codec.H264 ? "x264" : codec.encodingName().toLowerCase(java.util.Locale.ROOT);
            CodecTexts tried = tried(section, wanted.byCodec().getOrDefault(codec, builtIn), builtIn);
            texts.put(codec, tried);
            String failure = failure(tried);
            if (failure != null) {
                unusable.put(codec, failure);
                problems.add("No effects on " + codec.mediaType() + ": " + failure);
            }
        }
        return new PipelineTexts(
                jitterBuffer(wanted.jitterBuffer()),
                texts,
                wanted.nvcodec() ? nvidia(wanted.nvidia()) : null,
                unusable);
    }

    private String jitterBuffer(String text) {
        try {
            if (text.contains("!")) {
                throw new IllegalArgumentException("only properties can be written here");
            }
            LaunchText.check("rtpjitterbuffer " + text, "");
            return text;
        } catch (IllegalArgumentException e) {
            fellBack("rtpjitterbuffer", text, e, PipelineTexts.JITTER_BUFFER);
            return PipelineTexts.JITTER_BUFFER;
        }
    }

    private CodecTexts tried(String section, CodecTexts wanted, CodecTexts builtIn) {
        Map<String, String> pieces = wanted.pieces();
        Map<String, String> spare = builtIn.pieces();
        pieces.forEach((key, text) -> {
            String instead = spare.get(key);
            if (instead != null && !text.equals(instead)) {
                try {
                    check(key, text);
                } catch (IllegalArgumentException e) {
                    pieces.put(key, instead);
                    fellBack(section + "." + key, text, e, instead);
                }
            }
        });
        return of(wanted.caps(), pieces);
    }

    private static CodecTexts of(String caps, Map<String, String> pieces) {
        return new CodecTexts(
                caps,
                pieces.getOrDefault("rtp.depay", ""),
                pieces.getOrDefault("rtp.pay", ""),
                pieces.getOrDefault("decoder", ""),
                pieces.getOrDefault("encoder", ""),
                pieces.getOrDefault("converter", ""));
    }

    private void fellBack(String key, String text, IllegalArgumentException why, String instead) {
        problems.add("config/gst.yml: " + key + " is \"" + text + "\", which does not work (" + why.getMessage()
                + "). Until that is put right, the built-in \"" + instead + "\" is used.");
    }

    private @Nullable CodecTexts nvidia(CodecTexts wanted) {
        String failure = failure(wanted);
        if (failure != null) {
            problems.add("DUCKSOUP_NVCODEC is true, but x264 is used for everybody: " + failure);
            return null;
        }
        return wanted;
    }

    /** The reason why a codec's texts do not work, or null. */
    private static @Nullable String failure(CodecTexts texts) {
        for (Map.Entry<String, String> piece : texts.pieces().entrySet()) {
            try {
                check(piece.getKey(), piece.getValue());
            } catch (IllegalArgumentException e) {
                return piece.getValue() + ": " + e.getMessage() + ".";
            }
        }
        return null;
    }

    private static void check(String key, String text) {
        boolean named = key.equals("encoder") || key.equals("rtp.pay");
        if (named && text.contains("!") && !text.contains("name=" + LaunchText.NAME)) {
            throw new IllegalArgumentException("of several elements one must be named, by name=" + LaunchText.NAME);
        }
        LaunchText.check(
                LaunchText.filled(
                        text,
                        Map.of(
                                "name", "part",
                                "payloadType", "96",
                                "width", "320",
                                "height", "240",
                                "frameRate", "30",
                                "keyFrameDistance", "300")),
                "part");
    }
}
