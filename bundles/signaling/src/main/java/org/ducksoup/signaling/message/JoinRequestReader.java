package org.ducksoup.signaling.message;

import java.time.Duration;
import java.util.Objects;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinGrant;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.JoinRequest.VideoRequest;
import org.ducksoup.api.interaction.Resumption;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.signaling.json.ClientMessageException;
import org.ducksoup.signaling.json.JsonMembers;
import org.ducksoup.signaling.json.WireText;
import org.jspecify.annotations.Nullable;

/** Reads the payload of {@code join}, with the defaults and limits of the wire protocol. */
public final class JoinRequestReader {
    static final String DEFAULT_NAMESPACE = "default";
    private static final String DEFAULT_RECORDING_MODE = "muxed";
    private static final int DEFAULT_DURATION_SECONDS = 30;
    private static final int DEFAULT_SIZE = 2;
    private static final int DEFAULT_WIDTH = 800;
    private static final int DEFAULT_HEIGHT = 600;
    private static final int DEFAULT_FRAME_RATE = 30;
    private static final int MAX_EFFECT_BYTES = 4096;
    private static final int MAX_TOKEN_BYTES = 100;

    private final JoinLimits limits;

    public JoinRequestReader(JoinLimits limits) {
        this.limits = limits;
    }

    /** @param grant of the token that came with the join */
    public JoinRequest read(JsonMembers join, String origin, JoinGrant grant) throws ClientMessageException {
        String name = join.name("interactionName");
        String userId = join.name("userId");
        String namespace = Objects.requireNonNullElse(join.optionalName("namespace"), DEFAULT_NAMESPACE);
        return new JoinRequest(
                new InteractionKey(origin, namespace, name),
                userId,
                Duration.ofSeconds(clamped(
                        join,
                        "duration",
                        DEFAULT_DURATION_SECONDS,
                        limits.maxDuration().toSeconds())),
                (int) clamped(join, "size", DEFAULT_SIZE, limits.maxSize()),
                video(join),
                effect(join, "audioFx"),
                effect(join, "videoFx"),
                Objects.requireNonNullElse(join.optionalName("recordingMode"), DEFAULT_RECORDING_MODE),
                join.flag("gpu"),
                join.flag("overlay"),
                join.flag("audioOnly"),
                resumption(join),
                grant,
                null);
    }

    /** An empty text counts as absent, so a page may pass on a value that it does not have. */
    private static @Nullable Resumption resumption(JsonMembers join) throws ClientMessageException {
        String token = join.text("resumeToken", MAX_TOKEN_BYTES);
        if (token == null || token.isEmpty()) {
            return null;
        }
        return new Resumption(token, Math.max(Resumption.UNKNOWN, join.whole("heard", Resumption.UNKNOWN)));
    }

    private VideoRequest video(JsonMembers join) throws ClientMessageException {
        int width = within(join, "width", DEFAULT_WIDTH, JoinLimits.MIN_DIMENSION, limits.maxWidth());
        int height = within(join, "height", DEFAULT_HEIGHT, JoinLimits.MIN_DIMENSION, limits.maxHeight());
        // The later generation's spelling counts if the manual's is absent.
        String frameRateKey = join.whole("frameRate", 0) == 0 ? "framerate" : "frameRate";
        int frameRate = within(join, frameRateKey, DEFAULT_FRAME_RATE, 1, limits.maxFrameRate());
        if ((long) width * height * frameRate > limits.maxPixelsPerSecond()) {
            throw join.bad(
                    "width",
                    "with height " + height + " and frameRate " + frameRate + " it exceeds the allowed "
                            + limits.maxPixelsPerSecond() + " pixels per second");
        }
        return new VideoRequest(videoCodec(join), width, height, frameRate);
    }

    private static Codec videoCodec(JsonMembers join) throws ClientMessageException {
        String format = Objects.requireNonNullElse(join.text("videoFormat", WireText.MAX_NAME_BYTES), "");
        return Codec.of(format).filter(codec -> codec.kind() == MediaKind.VIDEO).orElse(Codec.H264);
    }

    /** Below 1 means the default, above the limit means the limit. */
    private static long clamped(JsonMembers join, String key, int byDefault, long max) throws ClientMessageException {
        long value = join.whole(key, 0);
        return Math.min(value < 1 ? byDefault : value, max);
    }

    /**
     * 0 means the default. A value out of bounds is refused rather than cut, because nobody wants another picture than
     * the one asked for.
     */
    private static int within(JsonMembers join, String key, int byDefault, int min, int max)
            throws ClientMessageException {
        long value = join.whole(key, 0);
        if (value == 0) {
            return Math.min(byDefault, max);
        }
        if (value < min || value > max) {
            throw join.bad(key, "allowed: " + min + " to " + max + ", or 0 for " + Math.min(byDefault, max));
        }
        return (int) value;
    }

    private static @Nullable String effect(JsonMembers join, String key) throws ClientMessageException {
        String text = join.text(key, MAX_EFFECT_BYTES);
        if (text == null || text.isBlank()) {
            return null;
        }
        if (!WireText.isPlainLines(text)) {
            throw join.bad(key, "allowed: text without control characters");
        }
        return text;
    }
}
