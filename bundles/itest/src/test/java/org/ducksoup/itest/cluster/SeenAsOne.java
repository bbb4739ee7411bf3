package org.ducksoup.itest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;

/** What an operator of one server sees of an interaction on another one, and does to it. */
final class SeenAsOne {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Servers servers;
    private final int asked;
    private final int home;
    private final String name;

    private SeenAsOne(Servers servers, int asked, int home, String name) {
        this.servers = servers;
        this.asked = asked;
        this.home = home;
        this.name = name;
    }

    /** Everything about a call of two; at last, ends it. */
    static void check(Servers servers, int asked, int home, String name, HeadlessParticipant ann) throws Exception {
        SeenAsOne seen = new SeenAsOne(servers, asked, home, name);
        seen.byConsole();
        seen.byHttp();
        seen.onTheStatisticsPage();
        seen.inTheMetrics();
        seen.notByStrangers();
        assertThat(servers.console(asked, "ducksoup:stop " + name)).contains(name + " ends");
        ann.await(Milestone.END, PATIENCE);
        servers.get(home)
                .awaitOutput(
                        line -> line.contains("operator_stop") && line.contains("interaction=" + name + " "), PATIENCE);
    }

    private void byConsole() throws Exception {
        JsonNode listed = only(JSON.readTree(servers.console(asked, "ducksoup:interactions --json")));
        assertThat(listed.path("server").asText()).isEqualTo(servers.name(home));
        assertThat(servers.console(asked, "ducksoup:interactions")).contains(name, servers.name(home));
        assertThat(servers.console(asked, "ducksoup:info " + name)).contains("ann", "bob", servers.name(home));
        assertThat(servers.console(asked, "ducksoup:extend " + name + " 60")).contains(name + " ends in");
        assertThat(servers.console(asked, "ducksoup:message " + name + " hello"))
                .contains("Sent to 2 participants");
        assertThat(servers.console(asked, "ducksoup:mark " + name + " here 7")).contains("Marked in " + name);
        assertThat(servers.console(asked, "ducksoup:pipeline --json " + name).strip())
                .isEqualTo("[]");
        for (String act : new String[] {"operator_extend", "operator_message"}) {
            servers.get(home)
                    .awaitOutput(line -> line.contains(act) && line.contains("interaction=" + name + " "), PATIENCE);
        }
        JsonNode status = JSON.readTree(servers.console(asked, "ducksoup:status --json"));
        assertThat(status.path("servers")).hasSize(servers.count());
        assertThat(servers.console(asked, "ducksoup:status")).contains(servers.name(asked) + " serving (this one)");
    }

    private JsonNode only(JsonNode list) {
        for (JsonNode one : list) {
            if (one.path("name").asText().equals(name)) {
                return one;
            }
        }
        throw new AssertionError(name + " is not in " + list);
    }

    private void byHttp() throws Exception {
        JsonNode listed = only(api("GET", "interactions", "", 200));
        String id = listed.path("id").asText();
        assertThat(listed.path("server").asText()).isEqualTo(servers.name(home));
        assertThat(api("POST", "interactions/" + id + "/extend", "{\"seconds\": 30}", 200)
                        .path("remaining")
                        .asDouble())
                .isGreaterThan(30);
        assertThat(api("POST", "interactions/" + id + "/message", "{\"text\": \"hello\"}", 200)
                        .path("receivers")
                        .asInt())
                .isEqualTo(2);
        assertThat(api("POST", "interactions/" + id + "/extend", "{\"seconds\": 0}", 400)
                        .at("/error/key")
                        .asText())
                .as("the refusal of the home")
                .isEqualTo("seconds");
        assertThat(api("POST", "interactions/" + id + "/remove", "{\"userId\": \"nobody\"}", 404)
                        .at("/error/key")
                        .asText())
                .isEqualTo("userId");
        assertThat(api("GET", "interactions/" + id + "/pipelines", "", 200)).isEmpty();
        assertThat(api("GET", "nodes", "", 200).findValuesAsText("name")).contains(servers.name(home));
    }

    private JsonNode api(String method, String path, String body, int status) throws Exception {
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(URI.create(servers.url(asked) + "/api/v1/" + path))
                        .header("Authorization", "Bearer " + Servers.API_TOKEN),
                method,
                body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String method, String body) throws Exception {
        HttpRequest.BodyPublisher content =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return HTTP.send(request.method(method, content).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** With the figures of its tracks. */
    private void onTheStatisticsPage() throws Exception {
        CompletableFuture<JsonNode> found = new CompletableFuture<>();
        String key = Servers.ORIGIN + "#default#" + name;
        Predicate<JsonNode> fits = frame ->
                frame.path("study").has(key) && !frame.path("payload").path(key).isEmpty();
        WebSocket feed = HTTP.newWebSocketBuilder()
                .header("Origin", Servers.ORIGIN)
                .header("Authorization", login())
                .buildAsync(
                        URI.create("ws" + servers.url(asked).substring("http".length()) + "/ws?type=stats"),
                        new Feed(fits, found))
                .join();
        JsonNode study =
                found.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).path("study").path(key);
        feed.abort();
        assertThat(study.path("server").asText()).isEqualTo(servers.name(home));
        assertThat(study.path("participants").findValuesAsText("userId")).containsExactlyInAnyOrder("ann", "bob");
    }

    private static String login() {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((Servers.LOGIN + ":" + Servers.PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    private void inTheMetrics() throws Exception {
        String metrics = send(
                        HttpRequest.newBuilder(URI.create(servers.url(asked) + "/metrics"))
                                .header("Authorization", login()),
                        "GET",
                        "")
                .body();
        assertThat(metrics)
                .contains("ducksoup_cluster_servers{state=\"serving\"} " + (double) servers.count())
                .contains("ducksoup_cluster_interactions{server=\"" + servers.name(home) + "\"}");
    }

    private void notByStrangers() throws Exception {
        URI there = URI.create(servers.url(home) + "/cluster/supervision");
        String question = "{\"wish\": \"interactions\"}";
        assertThat(send(HttpRequest.newBuilder(there), "POST", question).statusCode())
                .isEqualTo(403);
        assertThat(send(HttpRequest.newBuilder(there).header("Ducksoup-Server", "c2VjcmV0"), "POST", question)
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(HttpRequest.newBuilder(there), "GET", "").statusCode()).isEqualTo(404);
    }

    /** Looks for a frame of the feed. */
    private static final class Feed implements WebSocket.Listener {
        private final Predicate<JsonNode> fits;
        private final CompletableFuture<JsonNode> found;
        private final StringBuilder incoming = new StringBuilder();

        private Feed(Predicate<JsonNode> fits, CompletableFuture<JsonNode> found) {
            this.fits = fits;
            this.found = found;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            incoming.append(part);
            if (last) {
                try {
                    JsonNode frame = JSON.readTree(incoming.toString());
                    if (fits.test(frame)) {
                        found.complete(frame);
                    }
                } catch (IOException e) {
                    found.completeExceptionally(e);
                }
                incoming.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            found.completeExceptionally(error);
        }
    }
}
