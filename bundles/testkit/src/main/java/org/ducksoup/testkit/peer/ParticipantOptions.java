package org.ducksoup.testkit.peer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.ducksoup.api.media.Codec;
import org.ducksoup.testkit.media.MediaClip;
import org.ducksoup.testkit.media.MediaProfile;
import org.jspecify.annotations.Nullable;

/**
 * The values that a participant joins with, and the media that it sends. Immutable: every method returns a changed
 * copy.
 */
public final class ParticipantOptions {
    private final ObjectNode join;
    /** Members that say what is sent, and are not in the join. */
    private final Set<String> unsaid;

    private final boolean mute;
    private final MediaProfile videoProfile;
    private final List<MediaClip> clips;
    private final boolean frames;
    private final UnaryOperator<String> route;
    private final @Nullable Loudness loudness;

    private ParticipantOptions(
            ObjectNode join,
            Set<String> unsaid,
            boolean mute,
            boolean frames,
            UnaryOperator<String> route,
            MediaProfile videoProfile,
            List<MediaClip> clips,
            @Nullable Loudness loudness) {
        this.join = join;
        this.unsaid = Set.copyOf(unsaid);
        this.mute = mute;
        this.route = route;
        this.frames = frames;
        this.videoProfile = videoProfile;
        this.clips = List.copyOf(clips);
        this.loudness = loudness;
    }

    /** A mirror of ten seconds in VP8. */
    public static ParticipantOptions mirror(String interactionName, String userId) {
        return of(interactionName, userId, 1);
    }

    /**
     * A place in a plan, which says all else: the join has no members for it. Video is H.264, as in a plan that does not say
     * which; {@link #sending} and {@link #withoutVideo} only change what is sent.
     */
    public static ParticipantOptions planned(String interactionName, String userId, String plan, String role) {
        ObjectNode join = Frames.object()
                .put("interactionName", interactionName)
                .put("userId", userId)
                .put("plan", plan)
                .put("role", role);
        return new ParticipantOptions(
                join, Set.of(), false, true, UnaryOperator.identity(), MediaProfile.VIDEO, List.of(), null);
    }

    /** An interaction of ten seconds in VP8. */
    public static ParticipantOptions of(String interactionName, String userId, int size) {
        ObjectNode join = Frames.object()
                .put("interactionName", interactionName)
                .put("userId", userId)
                .put("size", size)
                .put("duration", 10)
                .put("videoFormat", Codec.VP8.encodingName());
        return new ParticipantOptions(
                join, Set.of(), false, true, UnaryOperator.identity(), MediaProfile.VIDEO, List.of(), null);
    }

    public ParticipantOptions lasting(Duration duration) {
        return with("duration", duration.toSeconds());
    }

    /** Sets the video codec that the join asks for and that is sent. */
    public ParticipantOptions sending(Codec video) {
        return sent("videoFormat", video.encodingName());
    }

    public ParticipantOptions withoutVideo() {
        return sent("audioOnly", true);
    }

    private ParticipantOptions sent(String member, Object value) {
        ParticipantOptions changed = with(member, value);
        Set<String> unsaidNow = join.has("plan") ? Set.of("videoFormat", "audioOnly") : unsaid;
        return new ParticipantOptions(changed.join, unsaidNow, mute, frames, route, videoProfile, clips, loudness);
    }

    /** Sets any member of the join payload, also an invalid one. Null removes the member. */
    public ParticipantOptions with(String member, @Nullable Object value) {
        ObjectNode changed = join.deepCopy();
        if (value == null) {
            changed.remove(member);
        } else {
            changed.putPOJO(member, value);
        }
        return new ParticipantOptions(changed, unsaid, mute, frames, route, videoProfile, clips, loudness);
    }

    /** Joins and negotiates, but sends no packet. */
    public ParticipantOptions muted() {
        return new ParticipantOptions(join, unsaid, true, frames, route, videoProfile, clips, loudness);
    }

    /** Has a camera that is open and gives no frames. */
    public ParticipantOptions withoutFrames() {
        return new ParticipantOptions(join, unsaid, mute, false, route, videoProfile, clips, loudness);
    }

    /** Sends media to a proxy in place of the server's UDP port. */
    public ParticipantOptions through(int serverPort, int proxyPort) {
        UnaryOperator<String> replaced =
                candidate -> candidate.replace(" 127.0.0.1 " + serverPort + " ", " 127.0.0.1 " + proxyPort + " ");
        return new ParticipantOptions(join, unsaid, mute, frames, replaced, videoProfile, clips, loudness);
    }

    /** Sets the profile of the video, in place of {@link MediaProfile#VIDEO}. */
    public ParticipantOptions sendingLike(MediaProfile video) {
        return new ParticipantOptions(join, unsaid, mute, frames, route, video, clips, loudness);
    }

    /** Sends real media in place of synthetic packets: each track plays the clip of its codec. */
    public ParticipantOptions playing(MediaClip... media) {
        return new ParticipantOptions(join, unsaid, mute, frames, route, videoProfile, List.of(media), loudness);
    }

    /**
     * Says with each packet of sound how loud it is, if the server asks. The sound itself does not follow. Without this, the
     * participant is a client that knows no RFC 6464.
     */
    public ParticipantOptions speaking(Loudness schedule) {
        return new ParticipantOptions(join, unsaid, mute, frames, route, videoProfile, clips, schedule);
    }

    /** Is a client that knows no RFC 6464, as at first. */
    public ParticipantOptions withoutLoudness() {
        return new ParticipantOptions(join, unsaid, mute, frames, route, videoProfile, clips, null);
    }

    /** Null for a client that cannot say it. */
    @Nullable
    Loudness loudness() {
        return loudness;
    }

    @Nullable
    MediaClip clip(Codec codec) {
        return clips.stream().filter(clip -> clip.codec() == codec).findFirst().orElse(null);
    }

    /** The payload of {@code join}. */
    public String joinPayload() {
        return join.deepCopy().without(unsaid).toString();
    }

    public String userId() {
        return join.path("userId").asText("nobody");
    }

    Codec video() {
        return join.path("videoFormat").asText().equals("VP8") ? Codec.VP8 : Codec.H264;
    }

    boolean sendsVideo() {
        return !join.path("audioOnly").asBoolean();
    }

    MediaProfile videoProfile() {
        return videoProfile;
    }

    /** Candidates of the server, or a description that contains some, as the participant gets to see them. */
    String seen(String candidates) {
        return route.apply(candidates);
    }

    boolean hasFrames() {
        return frames;
    }

    boolean isMuted() {
        return mute;
    }
}
