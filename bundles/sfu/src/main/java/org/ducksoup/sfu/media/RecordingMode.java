package org.ducksoup.sfu.media;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.jspecify.annotations.Nullable;

/**
 * What an interaction's {@code recordingMode} means for its media. A lab's own recorder is a mode like {@code muxed}.
 *
 * @param name of the mode, and of its recorder
 * @param untouched how a pipeline treats media that it does not change; null when such media goes through no pipeline
 */
public record RecordingMode(
        String name, Set<Feature> features, @Nullable Treatment untouched) {
    /** What a mode does. */
    public enum Feature {
        /** {@code audioFx} and {@code videoFx} count. */
        EFFECTS,
        /** Files are written. */
        RECORDS,
        /** The frame rate is enforced before an effect. */
        CONSTANT_RATE,
        /** Dry video is decoded and encoded again, at constant size and rate. */
        REENCODES_DRY
    }

    /** Mode that asks for no recording at all. */
    public static final String NONE = "none";

    private static final Map<String, RecordingMode> BUILT_IN = Map.of(
            "muxed",
            recorded("muxed"),
            "forced",
            recorded("forced"),
            "split",
            recorded("split"),
            NONE,
            new RecordingMode(NONE, EnumSet.of(Feature.EFFECTS, Feature.CONSTANT_RATE), null),
            "rtpbin_only",
            new RecordingMode("rtpbin_only", Set.of(), new Treatment.Sorted()),
            "direct",
            new RecordingMode("direct", Set.of(), new Treatment.Unchanged()),
            "bypass",
            new RecordingMode("bypass", Set.of(), null),
            "passthrough",
            new RecordingMode("passthrough", EnumSet.of(Feature.RECORDS), null),
            "free",
            new RecordingMode("free", EnumSet.of(Feature.EFFECTS, Feature.RECORDS), null),
            "reenc",
            new RecordingMode("reenc", EnumSet.allOf(Feature.class), null));

    public RecordingMode {
        features = Set.copyOf(features);
    }

    public boolean has(Feature feature) {
        return features.contains(feature);
    }

    /** The same for the media, but nothing is written. */
    public RecordingMode withoutRecording() {
        Set<Feature> rest = EnumSet.noneOf(Feature.class);
        rest.addAll(features);
        rest.remove(Feature.RECORDS);
        rest.remove(Feature.REENCODES_DRY);
        return new RecordingMode(name, rest, untouched);
    }

    private static RecordingMode recorded(String name) {
        return new RecordingMode(name, EnumSet.of(Feature.EFFECTS, Feature.RECORDS, Feature.CONSTANT_RATE), null);
    }

    /** The modes that this server knows without a lab's recorder. */
    public static Set<String> builtIn() {
        return BUILT_IN.keySet();
    }

    /** The mode of that name, whoever records it. */
    public static RecordingMode of(String name) {
        RecordingMode builtIn = BUILT_IN.get(name);
        return builtIn == null ? recorded(name) : builtIn;
    }
}
