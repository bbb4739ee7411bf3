package org.ducksoup.sfu.operation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.jspecify.annotations.Nullable;

/**
 * An interaction for its operator. {@link #key} and {@link #execute} are called from any thread, everything else on the
 * interaction's. The arguments have been checked as far as that is possible without the interaction.
 */
public interface Supervised {
    InteractionKey key();

    /** Runs a task on the interaction's thread. */
    void execute(Runnable task);

    boolean isOver();

    InteractionStatus status();

    void end();

    /** @return remaining until the new end */
    Duration extend(Duration by) throws OperationException;

    void remove(String userId) throws OperationException;

    /** @return how many participants the text was sent to */
    int tell(@Nullable String userId, String text) throws OperationException;

    void control(EffectControl control) throws OperationException;

    void mark(Mark mark);

    /** The status with what a plan hides. */
    InteractionStatus reveal();

    /** Who has pipelines, and what describes them: it may wait, so it is for another thread. */
    Map<String, Supplier<List<PipelineDescription>>> pipelines();
}
