package org.ducksoup.sfu.operation;

import java.util.Collection;
import java.util.Optional;
import org.ducksoup.api.interaction.InteractionKey;

/** The interactions that are not over. Thread-safe, never blocks. */
public interface SupervisedInteractions {
    Collection<Supervised> supervised();

    Optional<Supervised> supervised(InteractionKey key);

    boolean isDraining();

    void setDraining(boolean draining);
}
