package org.ducksoup.cluster.supervision;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.operation.InteractionState;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.ParticipantPipeline;
import org.ducksoup.api.operation.ParticipantStatus;
import org.ducksoup.api.operation.ParticipantStatus.Presence;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.jspecify.annotations.Nullable;

/** The study of one server, which notes what is done to it. */
final class FakeStudy implements Supervision {
    final List<String> done = new ArrayList<>();
    List<InteractionStatus> interactions;

    @Nullable
    EffectControl control;

    @Nullable
    OperationException refusal;

    @Nullable
    RuntimeException failure;

    private boolean draining;

    FakeStudy(InteractionStatus... interactions) {
        this.interactions = List.of(interactions);
    }

    static InteractionStatus status(InteractionKey key, int second, boolean blind) {
        return new InteractionStatus(
                key,
                null,
                InteractionState.RUNNING,
                Instant.parse("2026-11-28T10:00:00.123456789Z").plusSeconds(second),
                second == 3 ? null : Instant.parse("2026-11-28T10:00:05Z"),
                Duration.ofSeconds(300),
                Duration.ofNanos(61_500_000_001L),
                2,
                "muxed",
                List.of(
                        new ParticipantStatus(
                                "ann",
                                Presence.UNREACHABLE,
                                2,
                                List.of("audio", "video"),
                                blind ? null : "pitch pitch=0.8 name=voice",
                                blind ? null : "coloreffects",
                                blind
                                        ? Map.of()
                                        : Map.of(
                                                "voice.pitch", 1.2f, "voice.cents", 3, "v.gain", 0.1, "v.mode", "soft"),
                                blind),
                        new ParticipantStatus("小明", Presence.REMOVED, 1, List.of(), null, null, Map.of(), blind)));
    }

    private void carryOut(String what) throws OperationException {
        if (failure != null) {
            throw failure;
        }
        if (refusal != null) {
            throw refusal;
        }
        done.add(what);
    }

    private void check(InteractionKey key) throws OperationException {
        if (interactions.stream().noneMatch(one -> one.key().equals(key))) {
            throw new OperationException(OperationException.Cause.UNKNOWN, "id", "no " + key.name());
        }
    }

    @Override
    public List<InteractionStatus> interactions() {
        if (failure != null) {
            throw failure;
        }
        return interactions;
    }

    @Override
    public void end(InteractionKey key) throws OperationException {
        check(key);
        carryOut("end " + key.name());
    }

    @Override
    public Duration extend(InteractionKey key, Duration by) throws OperationException {
        carryOut("extend " + key.name() + " " + by);
        return by.plusMillis(1500);
    }

    @Override
    public void remove(InteractionKey key, String userId) throws OperationException {
        carryOut("remove " + key.name() + " " + userId);
    }

    @Override
    public int tell(InteractionKey key, @Nullable String userId, String text) throws OperationException {
        carryOut("tell " + key.name() + " " + userId + " " + text);
        return 2;
    }

    @Override
    public void control(InteractionKey key, EffectControl given) throws OperationException {
        control = given;
        carryOut("control " + key.name());
    }

    @Override
    public InteractionStatus reveal(InteractionKey key) throws OperationException {
        carryOut("reveal " + key.name());
        return status(key, 3, false);
    }

    @Override
    public void mark(InteractionKey key, Mark mark) throws OperationException {
        carryOut("mark " + key.name() + " " + mark);
    }

    @Override
    public List<ParticipantPipeline> pipelines(InteractionKey key) {
        return List.of(
                new ParticipantPipeline(
                        "ann", new PipelineDescription(MediaKind.AUDIO, "running", "appsrc\n! pitch", "digraph {}")),
                new ParticipantPipeline("ann", new PipelineDescription(MediaKind.VIDEO, "lost", "", "")));
    }

    @Override
    public boolean isDraining() {
        return draining;
    }

    @Override
    public void setDraining(boolean drains) {
        draining = drains;
        done.add("draining " + drains);
    }
}
