package org.ducksoup.shell.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.ParticipantPipeline;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.api.pipeline.PipelineDescription;

/** A study that notes what is done to it. */
final class FakeStudy implements Supervision {
    final List<String> done = new ArrayList<>();
    List<InteractionStatus> interactions = List.of();
    OperationException refusal;
    private boolean draining;

    private void carryOut(String what, InteractionKey key) throws OperationException {
        if (refusal != null) {
            throw refusal;
        }
        done.add(what + " in " + key.name());
    }

    @Override
    public List<InteractionStatus> interactions() {
        return interactions;
    }

    @Override
    public void end(InteractionKey key) throws OperationException {
        carryOut("end", key);
    }

    @Override
    public Duration extend(InteractionKey key, Duration by) throws OperationException {
        carryOut("extend " + by, key);
        return Duration.ofSeconds(61).plus(by);
    }

    @Override
    public void remove(InteractionKey key, String userId) throws OperationException {
        carryOut("remove " + userId, key);
    }

    @Override
    public int tell(InteractionKey key, String userId, String text) throws OperationException {
        carryOut("tell " + userId + " " + text, key);
        return 2;
    }

    @Override
    public void control(InteractionKey key, EffectControl control) throws OperationException {
        carryOut(control.toString(), key);
    }

    @Override
    public InteractionStatus reveal(InteractionKey key) throws OperationException {
        carryOut("reveal", key);
        return interactions.get(0);
    }

    @Override
    public void mark(InteractionKey key, Mark mark) throws OperationException {
        carryOut("mark " + mark.name() + " " + mark.data(), key);
    }

    @Override
    public List<ParticipantPipeline> pipelines(InteractionKey key) {
        return List.of(new ParticipantPipeline(
                "ann", new PipelineDescription(MediaKind.AUDIO, "running", "appsrc", "digraph {}")));
    }

    @Override
    public boolean isDraining() {
        return draining;
    }

    @Override
    public void setDraining(boolean drains) {
        draining = drains;
    }
}
