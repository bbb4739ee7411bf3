package org.ducksoup.sfu;

import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.jspecify.annotations.Nullable;

/**
 * Which way media goes, by recording mode.
 *
 * @param effects whether effects and the overlay are applied
 * @param constantRate whether the frame rate is enforced before an effect
 * @param untouched how a pipeline treats what it does not change; null when media without an effect goes through none
 */
record PipelinePath(
        boolean effects, boolean constantRate, @Nullable Treatment untouched) {
    static PipelinePath of(String recordingMode) {
        return switch (recordingMode) {
            case "direct" -> new PipelinePath(false, false, new Treatment.Unchanged());
            case "rtpbin_only" -> new PipelinePath(false, false, new Treatment.Sorted());
            case "bypass", "passthrough" -> new PipelinePath(false, false, null);
            case "free" -> new PipelinePath(true, false, null);
            default -> new PipelinePath(true, true, null);
        };
    }
}
