package org.ducksoup.api.interaction;

import java.time.Duration;
import org.ducksoup.api.media.Codec;
import org.jspecify.annotations.Nullable;

/**
 * A participant's wish to be in an interaction, checked and with the defaults of the wire protocol filled in.
 *
 * @param key which interaction
 * @param userId who, exactly as the page wrote it
 * @param duration how long the interaction runs, from its start
 * @param size how many participants it waits for, 1 (a mirror) or more
 * @param video what the participant's video is asked to be
 * @param audioFx effect on the voice as the page wrote it, or null
 * @param videoFx effect on the picture as the page wrote it, or null
 * @param recordingMode name of the recorder
 * @param gpu hardware codecs are preferred where they exist
 * @param overlay the time is written on the picture
 * @param audioOnly nobody sends video
 * @param resumption from a client that lost its channel and wants its session back; else null
 * @param grant what the join may do beyond these values
 * @param place in a plan, which then says size, duration, video, effects and recording; null for a join without a plan
 */
public record JoinRequest(
        InteractionKey key,
        String userId,
        Duration duration,
        int size,
        VideoRequest video,
        @Nullable String audioFx,
        @Nullable String videoFx,
        String recordingMode,
        boolean gpu,
        boolean overlay,
        boolean audioOnly,
        @Nullable Resumption resumption,
        JoinGrant grant,
        @Nullable PlanPlace place) {

    /** The same join with another place in a plan. */
    public JoinRequest withPlace(PlanPlace other) {
        return with(resumption, other);
    }

    /** The same join of a client that wants a new session. */
    public JoinRequest withoutResumption() {
        return with(null, place);
    }

    private JoinRequest with(@Nullable Resumption otherResumption, @Nullable PlanPlace otherPlace) {
        return new JoinRequest(
                key,
                userId,
                duration,
                size,
                video,
                audioFx,
                videoFx,
                recordingMode,
                gpu,
                overlay,
                audioOnly,
                otherResumption,
                grant,
                otherPlace);
    }

    /**
     * @param codec what the participant's browser is asked to send and gets
     * @param width pixels
     * @param height pixels
     * @param frameRate frames per second
     */
    public record VideoRequest(Codec codec, int width, int height, int frameRate) {}

    /**
     * A participant's place in an experiment's plan.
     *
     * @param plan its name; empty until the plan of a trial is known
     * @param role of the plan; empty until the plan of a trial is known
     * @param condition the code of a condition, from a signed token; null if the server decides
     * @param trial the code of an operator's trial; null for a participant
     * @param audioOnly what the page says of its camera, which it opens before it knows the plan; null for nothing
     */
    public record PlanPlace(
            String plan,
            String role,
            @Nullable String condition,
            @Nullable String trial,
            @Nullable Boolean audioOnly) {
        public PlanPlace(String plan, String role, @Nullable String condition) {
            this(plan, role, condition, null, null);
        }

        /** The same for a page that has said something of its camera. */
        public PlanPlace saying(@Nullable Boolean voiceOnly) {
            return new PlanPlace(plan, role, condition, trial, voiceOnly);
        }

        /** A join with the code of a trial, which says plan and role. */
        public static PlanPlace ofTrial(String code) {
            return new PlanPlace("", "", null, code, null);
        }
    }
}
