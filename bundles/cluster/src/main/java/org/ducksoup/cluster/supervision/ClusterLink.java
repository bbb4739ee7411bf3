package org.ducksoup.cluster.supervision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.cluster.placement.ServerReport;

/** This server's view of the others. A service within the bundle, on a server that is in a cluster. Thread-safe; does not block. */
public interface ClusterLink {
    /** The name of this server. */
    String server();

    /** The other servers that were heard lately. */
    List<ServerReport> others();

    /** Whether an interaction is on this server. */
    boolean has(InteractionKey key);

    /** Completes with the name of the server that has an interaction; empty if none has it. */
    CompletionStage<Optional<String>> home(InteractionKey key);

    /** Asks a server. Completes with its answer, or exceptionally, after that time at the latest. */
    CompletableFuture<JsonNode> ask(ServerReport to, ObjectNode question, Duration patience);

    /** What recognises the questions of other servers. */
    ServerSeal seal();
}
