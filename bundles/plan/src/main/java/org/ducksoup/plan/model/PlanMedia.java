package org.ducksoup.plan.model;

/**
 * What a join without a plan says for itself. Each member has the name and the meaning that it has there.
 *
 * @param videoFormat {@code H264} or {@code VP8}
 */
public record PlanMedia(
        String recordingMode,
        int width,
        int height,
        int frameRate,
        String videoFormat,
        boolean gpu,
        boolean overlay,
        boolean audioOnly) {
    public static final PlanMedia DEFAULT = new PlanMedia("muxed", 800, 600, 30, "H264", false, false, false);
}
