package org.ducksoup.plan.model;

/**
 * What a join without a plan says for itself. Each member has the name and the meaning that it has there.
 *
 * @param videoFormat {@code H264} or {@code VP8}
 */
public record MediaSettings(
        String recordingMode,
        int width,
        int height,
        int frameRate,
        String videoFormat,
        boolean gpu,
        boolean overlay,
        boolean audioOnly) {
    public static final MediaSettings DEFAULT = new MediaSettings("muxed", 800, 600, 30, "H264", false, false, false);
}
