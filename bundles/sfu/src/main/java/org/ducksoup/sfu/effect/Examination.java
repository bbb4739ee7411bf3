package org.ducksoup.sfu.effect;

import java.util.List;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.jspecify.annotations.Nullable;

/**
 * Whether the server can do what a client asks for.
 *
 * @param objection why it cannot; null if it can
 * @param media that go through a pipeline, as they were checked; empty if there are none
 */
public record Examination(@Nullable Reason objection, List<Processing> media) {
    public Examination {
        media = List.copyOf(media);
    }

    public static Examination refused(Reason objection) {
        return new Examination(objection, List.of());
    }
}
