package org.ducksoup.signaling.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Objects;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.JoinRequest.PlanPlace;
import org.ducksoup.api.interaction.JoinRequest.VideoRequest;
import org.ducksoup.api.interaction.Resumption;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.signaling.json.ClientMessageException;
import org.ducksoup.signaling.json.JsonMembers;
import org.ducksoup.signaling.json.WireText;
import org.ducksoup.signaling.token.JoinTokens;
import org.ducksoup.signaling.token.PlanMembers;
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
    private static final String AUDIO_FX = "audioFx";
    private static final String VIDEO_FX = "videoFx";
    private static final int MAX_EFFECT_BYTES = 4096;
    private static final int MAX_TOKEN_BYTES = 100;

    private final JoinLimits limits;

    public JoinRequestReader(JoinLimits limits) {
        this.limits = limits;
    }

    /** @param admitted by its token, if this server wants tokens */
    public JoinRequest read(JoinTokens.Admitted admitted, String origin) throws ClientMessageException {
        JsonMembers join = admitted.join();
        String name = join.name("interactionName");
        String userId = join.name("userId");
        String namespace = Objects.requireNonNullElse(join.optionalName("namespace"), DEFAULT_NAMESPACE);
        PlanPlace place = place(join, admitted.condition());
        JsonMembers values = place == null ? join : leftToThePlan(join);
        return new JoinRequest(
                new InteractionKey(origin, namespace, name),
                userId,
                Duration.ofSeconds(clamped(
                        values,
                        "duration",
                        DEFAULT_DURATION_SECONDS,
                        limits.maxDuration().toSeconds())),
                (int) clamped(values, "size", DEFAULT_SIZE, limits.maxSize()),
                video(values),
                effect(values, AUDIO_FX),
                effect(values, VIDEO_FX),
                Objects.requireNonNullElse(values.optionalName("recordingMode"), DEFAULT_RECORDING_MODE),
                values.flag("gpu"),
                values.flag("overlay"),
                values.flag("audioOnly"),
                resumption(join),
                admitted.grant(),
                place);
    }

    private static @Nullable PlanPlace place(JsonMembers join, @Nullable String condition)
            throws ClientMessageException {
        if (PlanMembers.isGiven(join, PlanMembers.CONDITION)) {
            throw withoutValue(
                    PlanMembers.CONDITION,
                    "a page must not say it, because participants read pages; the experiment's own server puts its code"
                            + " into the join token (\"Join tokens\" in docs/embedding.md), and the page leaves it out");
        }
        String plan = join.optionalName(PlanMembers.PLAN);
        String role = join.optionalName(PlanMembers.ROLE);
        String trial = join.optionalName(PlanMembers.TRIAL);
        if (trial != null && (plan != null || role != null)) {
            throw join.bad(PlanMembers.TRIAL, "the code of a trial says plan and role, so both must be left out");
        }
        if (trial != null) {
            return PlanPlace.ofTrial(trial).saying(audioOnly(join));
        }
        if (plan == null && role == null) {
            return null;
        }
        if (plan == null) {
            throw join.bad(PlanMembers.PLAN, "required with a role: the name of the plan that has it");
        }
        if (role == null) {
            throw join.bad(PlanMembers.ROLE, "required with a plan: one of its roles");
        }
        return new PlanPlace(plan, role, condition).saying(audioOnly(join));
    }

    private static @Nullable Boolean audioOnly(JsonMembers join) throws ClientMessageException {
        return PlanMembers.isGiven(join, PlanMembers.AUDIO_ONLY) ? join.flag(PlanMembers.AUDIO_ONLY) : null;
    }

    /** The join without what a plan decides on. Given is refused even where it says the same as the plan, which may be edited. */
    private static JsonMembers leftToThePlan(JsonMembers join) throws ClientMessageException {
        for (String key : PlanMembers.DECIDED) {
            if (PlanMembers.isGiven(join, key)) {
                String rule = "the plan decides on it, so the page must leave it out";
                // What the page wanted to disguise is not for the participant's console.
                boolean isEffect = key.equals(AUDIO_FX) || key.equals(VIDEO_FX);
                throw isEffect ? withoutValue(key, rule) : join.bad(key, rule);
            }
        }
        ObjectNode left = join.payload().deepCopy();
        left.remove(PlanMembers.DECIDED);
        left.remove(PlanMembers.AUDIO_ONLY);
        return new JsonMembers(join.kind(), left);
    }

    private static ClientMessageException withoutValue(String key, String rule) {
        return new ClientMessageException("join", new Reason(key, "", key + " is given; " + rule));
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
