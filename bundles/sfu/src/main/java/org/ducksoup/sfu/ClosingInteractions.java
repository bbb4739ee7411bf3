package org.ducksoup.sfu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ducksoup.api.interaction.InteractionKey;
import org.jspecify.annotations.Nullable;

/**
 * Interactions that are closed to joins while their files are completed. A client may still resume a lost channel there,
 * to learn how its interaction ended. Thread-safe.
 */
final class ClosingInteractions {
    private final List<Interaction> closing = new ArrayList<>();

    /** Keeps the interaction until all its clients have their last messages. */
    void add(Interaction interaction) {
        synchronized (closing) {
            closing.add(interaction);
        }
        interaction.whenOver().thenRun(() -> {
            synchronized (closing) {
                closing.remove(interaction);
            }
        });
    }

    /** The one of this name that ended first, of those that come after another one. */
    Optional<Interaction> find(InteractionKey key, @Nullable Interaction after) {
        synchronized (closing) {
            return closing.stream()
                    .skip(after == null ? 0 : closing.indexOf(after) + 1L)
                    .filter(interaction -> interaction.key().equals(key))
                    .findFirst();
        }
    }

    List<Interaction> all() {
        synchronized (closing) {
            return List.copyOf(closing);
        }
    }
}
