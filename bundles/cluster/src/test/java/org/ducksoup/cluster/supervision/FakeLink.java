package org.ducksoup.cluster.supervision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.api.cluster.ServerRequests;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.cluster.lease.Identity;
import org.ducksoup.cluster.placement.ServerReport;
import org.jspecify.annotations.Nullable;

/** Servers that hear each other without a network: what would be sent is sealed, written and read. */
final class FakeLink implements ClusterLink {
    /** What becomes of a header and a body by the name of the server. */
    final Map<String, BiFunction<ServerSeal.Asked, String, CompletableFuture<JsonNode>>> answers = new HashMap<>();

    @Nullable
    InteractionKey here;

    Map<InteractionKey, String> homes = Map.of();
    private final String server;
    private final ServerSeal seal;

    FakeLink(String server) {
        this.server = server;
        seal = new ServerSeal(server, "a secret that is long enough", new FixedTimer());
    }

    void reaches(String name, ServerRequests other) {
        answers.put(
                name,
                (asked, body) -> CompletableFuture.completedFuture(seal.open(
                        asked,
                        new String(
                                other.answer(asked.header(), body.getBytes(StandardCharsets.UTF_8))
                                        .orElseThrow(),
                                StandardCharsets.UTF_8))));
    }

    ServerReport report(String name) {
        return new ServerReport(
                new Identity(name, "life"),
                "1",
                "http://" + name,
                true,
                false,
                false,
                new ServerLoad(0, 0, 1, 0, 1, 0, 1, 0, 1),
                0,
                0,
                0);
    }

    @Override
    public String server() {
        return server;
    }

    @Override
    public List<ServerReport> others() {
        return answers.keySet().stream().sorted().map(this::report).toList();
    }

    @Override
    public boolean has(InteractionKey key) {
        return key.equals(here);
    }

    @Override
    public CompletionStage<Optional<String>> home(InteractionKey key) {
        return CompletableFuture.completedFuture(Optional.ofNullable(homes.get(key)));
    }

    @Override
    public CompletableFuture<JsonNode> ask(ServerReport to, ObjectNode question, Duration patience) {
        String body = question.toString();
        return Objects.requireNonNull(answers.get(to.server())).apply(seal.ask(to.server(), body), body);
    }

    @Override
    public ServerSeal seal() {
        return seal;
    }
}
