package org.ducksoup.gstreamer.pipeline;

import java.util.Optional;
import org.ducksoup.api.effect.Effect;

/** Where the media of one participant run that do not run in this process. */
public interface MediaPlace {
    /**
     * Prepares a medium that is to run elsewhere. Costs nothing before {@link Medium#begin}.
     *
     * @return empty if it runs in this process
     */
    Optional<Medium> build(Medium.Design design, Medium.Owner owner);

    /** Gives each participant a place. Thread-safe. */
    interface Places {
        /** Everything runs in this process. */
        Places HERE = (name, environment) -> (design, owner) -> Optional.empty();

        /** @param name of the participant, {@code namespace/interaction/user} */
        MediaPlace place(String name, PipelineEnvironment environment);

        /** Whether the elements of a lab's effect may run in this process. */
        default boolean allowsHere(Effect.Bin elements) {
            return true;
        }
    }
}
