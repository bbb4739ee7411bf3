package org.ducksoup.settings.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code config/gst.yml}: pieces of pipelines. Only the bundle that builds pipelines can judge them, so they are passed
 * on unchecked, under keys of that bundle: {@code x264.rtp.pay} becomes {@code x264Pay}.
 */
public final class PipelineTexts {
    public static final String FILE = "gst.yml";

    private static final String JITTER_BUFFER = FILE + ":rtpjitterbuffer";
    private static final List<String> CODECS = List.of("opus", "vp8", "x264", "nv264");
    private static final Map<String, String> PIECES = Map.of(
            "rtp.caps", "Caps",
            "rtp.depay", "Depay",
            "rtp.pay", "Pay",
            "decoder", "Decoder",
            "encoder", "Encoder",
            "converter", "Converter");

    private PipelineTexts() {}

    /** Keys by place. */
    public static Map<String, String> keys() {
        Map<String, String> keys = new TreeMap<>();
        for (String codec : CODECS) {
            PIECES.forEach((piece, key) -> {
                if (!(codec.equals("opus") && piece.equals("converter"))) {
                    keys.put(FILE + ":" + codec + "." + piece, codec + key);
                }
            });
        }
        return keys;
    }

    /** Every entry below the jitter buffer is a property of the element. */
    static boolean isProperty(String place) {
        return place.startsWith(JITTER_BUFFER + ".");
    }

    /** The texts at these places, by key. */
    static Map<String, String> texts(Map<String, String> yaml) {
        Map<String, String> texts = new LinkedHashMap<>();
        keys().forEach((place, key) -> Stream.ofNullable(yaml.get(place)).forEach(text -> texts.put(key, text)));
        String properties = new TreeMap<>(yaml)
                .entrySet().stream()
                        .filter(entry -> isProperty(entry.getKey()))
                        .map(entry -> entry.getKey().substring(JITTER_BUFFER.length() + 1) + "=" + entry.getValue())
                        .collect(Collectors.joining(" "));
        if (!properties.isEmpty()) {
            texts.put("jitterBufferProperties", properties);
        }
        return texts;
    }
}
