package org.ducksoup.api.cluster;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ServerMessage;
import org.osgi.annotation.versioning.ProviderType;

/** Which server of the cluster an interaction lives on. Thread-safe; no method blocks. */
@ProviderType
public interface InteractionHomes {
    /**
     * Finds the home of an interaction. If it has none, a server is chosen for it.
     *
     * @param passes how many servers have passed this client on, not negative: whoever gets a client from another server does not
     *     choose again
     * @param answer called once, on the thread of the call or on one of this service; must not block
     */
    void find(InteractionKey key, int passes, Consumer<Home> answer);

    /** Why nobody can join an interaction by way of this server; empty if that is possible. */
    Optional<ServerMessage.Reason> objection();

    /** By what right this server is the home of an interaction; empty if it is not, or if its lease has run out. */
    Optional<HomeClaim> claim(InteractionKey key);

    /**
     * Completes when no client is passed on from here to the server of its interaction; at once if none is. Others may come after that.
     * Who stops this server waits for it, because players of the first generations do not connect again.
     */
    CompletionStage<Void> whenNobodyIsPassedOn();

    /** The name of this server. */
    String server();
}
