package org.ducksoup.shell.study;

import java.time.Duration;
import java.util.Map;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does to interactions. Each method returns the document of its result, which the console prints with
 * {@code --json} and HTTP answers.
 */
public final class StudyActs {
    private StudyActs() {}

    /** {@code {"ended": "0123456789abcdef"}}. */
    public static Map<String, Object> end(Supervision study, InteractionStatus interaction) throws OperationException {
        study.end(interaction.key());
        return Map.of("ended", interaction.key().id());
    }

    /** {@code {"remaining": 121.5}}. */
    public static Map<String, Object> extend(Supervision study, InteractionStatus interaction, int seconds)
            throws OperationException {
        Duration remaining = study.extend(interaction.key(), Duration.ofSeconds(seconds));
        return Map.of("remaining", remaining.toMillis() / 1000.0);
    }

    /** {@code {"receivers": 2}}. */
    public static Map<String, Object> tell(
            Supervision study, InteractionStatus interaction, @Nullable String userId, String text)
            throws OperationException {
        return Map.of("receivers", study.tell(interaction.key(), userId, text));
    }

    /** {@code {"removed": "ann"}}. */
    public static Map<String, Object> remove(Supervision study, InteractionStatus interaction, String userId)
            throws OperationException {
        study.remove(interaction.key(), userId);
        return Map.of("removed", userId);
    }

    /** {@code {"value": 0.8}}. */
    public static Map<String, Object> control(Supervision study, InteractionStatus interaction, EffectControl control)
            throws OperationException {
        study.control(interaction.key(), control);
        return Map.of("value", control.value().plain());
    }

    /** {@code {"marked": "stimulus"}}. */
    public static Map<String, Object> mark(Supervision study, InteractionStatus interaction, Mark mark)
            throws OperationException {
        study.mark(interaction.key(), mark);
        return Map.of("marked", mark.name());
    }

    /** The document of {@link ServerStatus}. */
    public static Map<String, Object> drain(SupervisedStudy study, boolean draining) throws OperationException {
        study.supervision().setDraining(draining);
        return study.status().document();
    }
}
