package org.ducksoup.sfu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.sfu.effect.EffectRequests;
import org.ducksoup.sfu.media.RecordingMode;
import org.jspecify.annotations.Nullable;

/** Compares later joins with the first one, whose values count for the interaction, and words the refusals. */
final class JoinCheck {
    /** How long a connection that holds a seat has to answer before it is taken for dead. */
    static final Duration PING_TIMEOUT = Duration.ofSeconds(1);

    private final JoinRequest first;

    JoinCheck(JoinRequest first) {
        this.first = first;
    }

    /**
     * @param wanted by the later joiner
     * @param valid for the interaction
     */
    record IgnoredValue(String key, String wanted, String valid) {}

    /** The values of a later join that have no effect, because the first join has others. */
    List<IgnoredValue> ignoredValues(JoinRequest later) {
        List<IgnoredValue> ignored = new ArrayList<>();
        compare("duration", later.duration().toSeconds(), first.duration().toSeconds(), ignored);
        compare("size", later.size(), first.size(), ignored);
        compare("recordingMode", later.recordingMode(), first.recordingMode(), ignored);
        later.grant()
                .ignored()
                .forEach((key, wanted) -> ignored.add(new IgnoredValue(key, wanted, "what the join token says")));
        return ignored;
    }

    private static void compare(String key, Object wanted, Object valid, List<IgnoredValue> ignored) {
        if (!wanted.equals(valid)) {
            ignored.add(new IgnoredValue(key, wanted.toString(), valid.toString()));
        }
    }

    /**
     * Why a join contradicts the interaction's effects. A mode without effects would let the participant's real voice or
     * face through, although a disguise was asked for.
     *
     * @param mode of the interaction
     * @param present whether somebody in the interaction has an effect
     * @return null if it does not
     */
    @Nullable
    static Reason modeObjection(JoinRequest request, RecordingMode mode, boolean present) {
        boolean wantsEffect = EffectRequests.asksForEffect(request);
        RecordingMode own = RecordingMode.of(request.recordingMode());
        if (wantsEffect && !own.has(RecordingMode.Feature.EFFECTS)) {
            return new Reason(
                    "recordingMode",
                    own.name(),
                    "recordingMode " + own.name()
                            + " applies no effects, but this join asks for one; leave out audioFx and"
                            + " videoFx, or choose a mode with effects, such as muxed or none");
        }
        if (wantsEffect && !mode.has(RecordingMode.Feature.EFFECTS)) {
            return new Reason(
                    "recordingMode",
                    mode.name(),
                    "this interaction began with recordingMode " + mode.name()
                            + ", which applies no effects, but this join"
                            + " asks for one; all its participants must name the same mode");
        }
        if (present && !own.has(RecordingMode.Feature.EFFECTS)) {
            return new Reason(
                    "recordingMode",
                    own.name(),
                    "somebody in this interaction has an effect, but recordingMode " + own.name()
                            + " applies none; all its participants must name the same mode");
        }
        return null;
    }

    Reason fullReason() {
        return new Reason(
                "size",
                Integer.toString(first.size()),
                "all " + first.size()
                        + " seats of this interaction are taken; give each group an interactionName of its own");
    }

    Reason duplicateReason(JoinRequest later) {
        return new Reason(
                "userId", later.userId(), "this user is connected already; each participant needs a userId of its own");
    }

    static Reason stoppingReason() {
        return new Reason(
                "server",
                "stopping",
                "this server is about to stop and begins no new interaction; load the page again in a minute");
    }

    static Reason elsewhereReason() {
        return new Reason(
                "server",
                "starting",
                "this server has lost the other servers of its cluster for a moment; the page tries again by itself, or try"
                        + " again in a few seconds");
    }

    static Reason noNetworkReason(String objection) {
        return new Reason("server", "network", objection);
    }

    /** Why an interaction is over before its time; null if its time is over. */
    @Nullable
    static Reason earlyEnd(EndReason reason) {
        return switch (reason) {
            case SHUTDOWN ->
                new Reason(
                        "server",
                        reason.token(),
                        "the server, or a part of it, was stopped or replaced before the time of this interaction was"
                                + " over; what was recorded until then is complete");
            case CLUSTER_LOST ->
                new Reason(
                        "server",
                        reason.token(),
                        "this server has lost the other servers of its cluster, one of which may begin the interaction"
                                + " again; what was recorded until then is complete");
            case FAILED ->
                new Reason(
                        "server",
                        reason.token(),
                        "a bug of the server ended this interaction; its log has the details");
            case EFFECT_LOST ->
                new Reason(
                        "effect",
                        reason.token(),
                        "an effect failed, and this server ends interactions then (effectLost)");
            case STOPPED -> new Reason("experimenter", reason.token(), "the experimenter has ended this interaction");
            // Whatever the plan does, the page sees the end that every interaction has.
            case DURATION_REACHED, PLAN, ABORTED, EMPTY -> null;
        };
    }

    static Reason bannedReason(JoinRequest request) {
        return new Reason(
                "userId", request.userId(), "the experimenter has taken this participant out of the interaction");
    }

    static Reason overReason(InteractionKey key) {
        return new Reason("interactionName", key.name(), "this interaction is over; a new one needs a new page");
    }
}
