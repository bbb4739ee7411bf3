package org.ducksoup.api.cluster;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ServerMessage;
import org.osgi.annotation.versioning.ProviderType;

/** The interactions of this server, for its cluster. Thread-safe; no method blocks. */
@ProviderType
public interface HostedInteractions {
    /** How much of this server is in use. */
    ServerLoad load();

    /** Whether this server begins no new interactions. */
    boolean isDraining();

    /** Why this server has no room for one more participant with effects; empty while there is room. */
    Optional<ServerMessage.Reason> full();

    /** Bytes of the disk for recordings that are free; negative if that is not known. May be a second old. */
    long freeBytes();

    /** Whether this interaction is here, also while its files are completed. */
    boolean has(InteractionKey key);

    /**
     * Ends interactions in order: everybody is told, everything is written. Returns at once.
     *
     * @param which of the interactions that are here
     * @param reason for the log, the manifest and the pages
     * @return completes when their files are complete
     */
    CompletionStage<Void> end(Predicate<InteractionKey> which, EndReason reason);
}
