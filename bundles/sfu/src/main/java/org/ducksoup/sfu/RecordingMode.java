package org.ducksoup.sfu;

import java.util.Map;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.jspecify.annotations.Nullable;

/**
 * What an interaction's {@code recordingMode} means for its media. A lab's own recorder is a mode like {@code muxed}.
 *
 * @param name as it is recorded by, in effect
 * @param effects whether {@code audioFx} and {@code videoFx} count
 * @param records whether anything is written
 * @param constantRate whether the frame rate is enforced before an effect
 * @param untouched how a pipeline treats what it does not change; null when media without an effect goes through none
 * @param reencodesDry whether dry video is decoded and encoded again, at constant size and rate
 */
record RecordingMode(
        String name,
        boolean effects,
        boolean records,
        boolean constantRate,
        @Nullable Treatment untouched,
        boolean reencodesDry) {
    /** Mode that asks for no recording at all. */
    static final String NONE = "none";

    /** What an unknown mode means. */
    static final String DEFAULT = "muxed";

    private static final Map<String, RecordingMode> SPECIAL = Map.of(
            NONE,
            new RecordingMode(NONE, true, false, true, null, false),
            "rtpbin_only",
            new RecordingMode("rtpbin_only", false, false, false, new Treatment.Sorted(), false),
            "direct",
            new RecordingMode("direct", false, false, false, new Treatment.Unchanged(), false),
            "bypass",
            new RecordingMode("bypass", false, false, false, null, false),
            "passthrough",
            new RecordingMode("passthrough", false, true, false, null, false),
            "free",
            new RecordingMode("free", true, true, false, null, false),
            "reenc",
            new RecordingMode("reenc", true, true, true, null, true));

    /** The same for the media, but nothing is written. */
    RecordingMode withoutRecording() {
        return new RecordingMode(name, effects, false, constantRate, untouched, false);
    }

    /** Whether it means something for the media, also while nobody is there to record it. */
    static boolean isOurs(String name) {
        return SPECIAL.containsKey(name);
    }

    /** The mode of that name, whoever records it. */
    static RecordingMode of(String name) {
        RecordingMode special = SPECIAL.get(name);
        return special == null ? new RecordingMode(name, true, true, true, null, false) : special;
    }
}
