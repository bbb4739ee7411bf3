package org.ducksoup.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ducksoup.api.cluster.HostedInteractions;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.cluster.home.HomeDirectory;
import org.ducksoup.cluster.placement.ServerReport;
import org.ducksoup.cluster.supervision.ClusterLink;
import org.ducksoup.cluster.supervision.HttpQuestions;
import org.ducksoup.cluster.supervision.ServerSeal;

/** This server's view of the others, for its supervision. */
record Link(
        String server,
        RollCall rollCall,
        HostedInteractions interactions,
        HomeDirectory homes,
        ServerSeal seal,
        HttpQuestions questions)
        implements ClusterLink {
    @Override
    public List<ServerReport> others() {
        return rollCall.reports().stream()
                .filter(report -> !report.server().equals(server))
                .toList();
    }

    @Override
    public boolean has(InteractionKey key) {
        return interactions.has(key);
    }

    @Override
    public CompletionStage<Optional<String>> home(InteractionKey key) {
        return homes.where(key);
    }

    @Override
    public CompletableFuture<JsonNode> ask(ServerReport to, ObjectNode question, Duration patience) {
        return questions.ask(to, question, patience);
    }
}
