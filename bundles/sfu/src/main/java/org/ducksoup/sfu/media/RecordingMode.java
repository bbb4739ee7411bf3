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

    /** The mode that counts in place of an unknown one. */
    public static final String DEFAULT = "muxed";

    private static final Map<String, RecordingMode> SPECIAL = Map.of(
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

    /** Whether the mode is built in, and so needs no installed recorder to mean something. */
    public static boolean isBuiltIn(String name) {
        return SPECIAL.containsKey(name);
    }

    /** The mode of that name, whoever records it. */
    public static RecordingMode of(String name) {
        RecordingMode special = SPECIAL.get(name);
        return special == null
                ? new RecordingMode(name, EnumSet.of(Feature.EFFECTS, Feature.RECORDS, Feature.CONSTANT_RATE), null)
                : special;
    }
}
