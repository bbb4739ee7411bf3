package org.ducksoup.sfu;

import java.time.Duration;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinGrant;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.Resumption;
import org.ducksoup.api.media.Codec;
import org.jspecify.annotations.Nullable;

/** Joins as pages send them, each made of another. */
public final class Requests {
    private Requests() {}

    public static JoinRequest of(InteractionKey key, String user, int size, int seconds) {
        return new JoinRequest(
                key,
                user,
                Duration.ofSeconds(seconds),
                size,
                new JoinRequest.VideoRequest(Codec.H264, 800, 600, 30),
                null,
                null,
                "none",
                false,
                false,
                false,
                null,
                JoinGrant.OPEN,
                null);
    }

    public static JoinRequest withEffects(JoinRequest r, @Nullable String audioFx, @Nullable String videoFx) {
        return copy(r, audioFx, videoFx, r.recordingMode(), r.gpu(), r.overlay(), r.audioOnly(), r.resumption());
    }

    static JoinRequest audioOnly(JoinRequest r) {
        return copy(r, r.audioFx(), r.videoFx(), r.recordingMode(), r.gpu(), r.overlay(), true, r.resumption());
    }

    static JoinRequest resuming(JoinRequest r, Resumption resumption) {
        return copy(r, r.audioFx(), r.videoFx(), r.recordingMode(), r.gpu(), r.overlay(), r.audioOnly(), resumption);
    }

    public static JoinRequest inMode(JoinRequest r, String mode, boolean gpu, boolean overlay) {
        return copy(r, r.audioFx(), r.videoFx(), mode, gpu, overlay, r.audioOnly(), r.resumption());
    }

    static JoinRequest granted(JoinRequest r, JoinGrant grant) {
        return new JoinRequest(
                r.key(),
                r.userId(),
                r.duration(),
                r.size(),
                r.video(),
                r.audioFx(),
                r.videoFx(),
                r.recordingMode(),
                r.gpu(),
                r.overlay(),
                r.audioOnly(),
                r.resumption(),
                grant,
                r.place());
    }

    /** A join by plan and role, as signaling reads it. */
    public static JoinRequest inPlan(JoinRequest r, String plan, String role, @Nullable String condition) {
        return r.withPlace(new JoinRequest.PlanPlace(plan, role, condition));
    }

    /** A join by plan and role, of a page that says something of its camera. */
    public static JoinRequest saying(JoinRequest r, boolean audioOnly) {
        return r.withPlace(r.place().saying(audioOnly));
    }

    /** A join with the code of a trial, as signaling reads it. */
    public static JoinRequest ofTrial(JoinRequest r, String code) {
        return r.withPlace(JoinRequest.PlanPlace.ofTrial(code));
    }

    private static JoinRequest copy(
            JoinRequest r,
            @Nullable String audioFx,
            @Nullable String videoFx,
            String mode,
            boolean gpu,
            boolean overlay,
            boolean audioOnly,
            @Nullable Resumption resumption) {
        return new JoinRequest(
                r.key(),
                r.userId(),
                r.duration(),
                r.size(),
                r.video(),
                audioFx,
                videoFx,
                mode,
                gpu,
                overlay,
                audioOnly,
                resumption,
                JoinGrant.OPEN,
                null);
    }
}
