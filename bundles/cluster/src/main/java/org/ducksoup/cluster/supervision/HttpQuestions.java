package org.ducksoup.cluster.supervision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.cluster.ServerRequests;
import org.ducksoup.cluster.placement.ServerReport;

/** Asks servers where they say that they are reached. Thread-safe. */
public final class HttpQuestions {
    private static final int OK = 200;

    private final HttpClient http;
    private final ServerSeal seal;

    public HttpQuestions(HttpClient http, ServerSeal seal) {
        this.http = http;
        this.seal = seal;
    }

    /** As {@link ClusterLink#ask}. */
    public CompletableFuture<JsonNode> ask(ServerReport to, ObjectNode question, Duration patience) {
        try {
            String body = question.toString();
            ServerSeal.Asked asked = seal.ask(to.server(), body);
            HttpRequest request = HttpRequest.newBuilder(URI.create(to.url() + ServerRequests.PATH))
                    .timeout(patience)
                    .header(ServerRequests.HEADER, asked.header())
                    .POST(BodyPublishers.ofString(body))
                    .build();
            return http.sendAsync(request, BodyHandlers.ofString())
                    .thenApply(response -> answer(asked, response))
                    // The request's own timeout ends with the first byte of the answer.
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private JsonNode answer(ServerSeal.Asked asked, HttpResponse<String> response) {
        if (response.statusCode() != OK) {
            throw new IllegalArgumentException("it answers " + response.statusCode() + " at " + response.uri());
        }
        return seal.open(asked, response.body());
    }
}
