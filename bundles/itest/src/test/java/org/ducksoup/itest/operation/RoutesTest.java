package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletionException;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.testkit.server.ServerProcess;
import org.ducksoup.testkit.server.ServerStarter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Access to every route: without credentials, with wrong ones, with the right ones, and before the operator has chosen
 * any.
 */
@Tag("waits")
class RoutesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String ORIGIN = "https://lab.example";

    private static ServerProcess server;
    private static ServerProcess withDefaultLogin;

    @BeforeAll
    static void start() throws Exception {
        server = starter()
                .with("DUCKSOUP_TEST_LOGIN", "anna")
                .with("DUCKSOUP_TEST_PASSWORD", "s3cret")
                .start();
        withDefaultLogin = starter().start();
        // These are of bundles that nobody needs to join, and may come after the server is ready.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> status(server, "/test/play/effects.json", "anna:s3cret") != 503
                        && status(server, "/metrics", "anna:s3cret") != 503
                        && upgrade(server, "?type=stats", ORIGIN, "Basic " + encoded("anna:s3cret")) != 503);
    }

    /** The mode of real experiments, which is not DEV. */
    private static ServerStarter starter() {
        return ServerProcess.of(Project.ASSEMBLY)
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .compilingLittle()
                .with("DUCKSOUP_MODE", "")
                .with("DUCKSOUP_ALLOWED_WS_ORIGINS", ORIGIN);
    }

    @AfterAll
    static void stop() {
        server.close();
        withDefaultLogin.close();
    }

    @Test
    void aServerWithoutALoginSaysAtItsStartWhichPagesAreClosed() {
        String sentence = "The test and statistics pages are closed until DUCKSOUP_TEST_LOGIN";
        assertThat(withDefaultLogin.output()).contains(sentence);
        assertThat(server.output()).doesNotContain(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        // path, without, wrong, right, right while it is the default
        "/test/mirror/, 401, 401, 200, 403",
        "/test/interaction/, 401, 401, 200, 403",
        "/test/play/effects.json, 401, 401, 200, 403",
        "/test/preflight/, 401, 401, 200, 403",
        "/assets/scripts/lib/ducksoup-preflight.js, 200, 200, 200, 200",
        "/test/no-such-page/, 401, 401, 404, 403",
        "/stats/, 401, 401, 200, 403",
        "/stats/recordings.json, 401, 401, 200, 403",
        "/stats, 401, 401, 302, 403",
        "/metrics, 401, 401, 200, 403",
        "/api/v1/status, 403, 403, 403, 403",
        "/api/v1/no-such-operation, 403, 403, 403, 403",
        "/health, 200, 200, 200, 200",
        "/ready, 200, 200, 200, 200",
        "/assets/scripts/lib/ducksoup.js, 200, 200, 200, 200",
        "/assets/scripts/lib/ducksoup.mjs, 200, 200, 200, 200",
        "/assets/scripts/test/stats.js, 200, 200, 200, 200",
        "/assets/styles/stats.css, 200, 200, 200, 200",
        "/assets/../test/mirror/, 404, 404, 404, 404",
        "/, 200, 200, 200, 200",
        "/data/, 404, 404, 404, 404",
        "/ws, 426, 426, 426, 426",
    })
    void pages(String path, int without, int wrong, int right, int byDefault) throws Exception {
        assertThat(status(server, path, null)).as("without").isEqualTo(without);
        assertThat(status(server, path, "anna:wrong")).as("wrong").isEqualTo(wrong);
        assertThat(status(server, path, "anna:s3cret")).as("right").isEqualTo(right);
        assertThat(status(withDefaultLogin, path, "ducksoup:ducksoup"))
                .as("default")
                .isEqualTo(byDefault);
    }

    @ParameterizedTest
    @CsvSource({
        // query, origin, without, wrong, right
        "'', https://lab.example, 101, 101, 101",
        "'', https://evil.example, 403, 403, 403",
        "'', null, 403, 403, 403",
        "'?type=stats', https://lab.example, 401, 401, 101",
        "'?type=stats', https://evil.example, 403, 403, 403",
        "'?type=nonsense', https://lab.example, 401, 401, 503",
    })
    void sockets(String query, String origin, int without, int wrong, int right) {
        String from = origin.equals("null") ? null : origin;
        assertThat(upgrade(server, query, from, null)).as("without").isEqualTo(without);
        assertThat(upgrade(server, query, from, "Basic " + encoded("anna:wrong")))
                .as("wrong")
                .isEqualTo(wrong);
        assertThat(upgrade(server, query, from, "Basic " + encoded("anna:s3cret")))
                .as("right")
                .isEqualTo(right);
    }

    /** With a WebSocket a browser sends the cookie of the page, and no login. */
    @Test
    void theStatisticsPageOpensTheFeed() throws Exception {
        HttpResponse<String> page = get(server, "/stats/", "anna:s3cret");
        String cookie = page.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
        String value = cookie.substring(0, cookie.indexOf(';'));
        assertThat(upgradeWithCookie(server, value)).isEqualTo(101);
        assertThat(upgradeWithCookie(server, value + "0")).isEqualTo(401);
        assertThat(get(server, "/assets/scripts/lib/ducksoup.js", null)
                        .headers()
                        .map())
                .doesNotContainKey("set-cookie");
        assertThat(get(server, "/test/mirror/", "anna:s3cret").headers().map()).doesNotContainKey("set-cookie");
    }

    @Test
    void whatIsNotThereIsLogged() throws Exception {
        // There is at most one line a second, so that strangers cannot fill the log.
        await().until(() -> {
            assertThat(status(server, "/nothing-here", null)).isEqualTo(404);
            return !server.output(line -> line.contains("not_found") && line.contains("/nothing-here"))
                    .isEmpty();
        });
        assertThat(server.output(line -> line.contains("not_found") && line.contains("/nothing-here")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .startsWith("{\"level\":\"info\"")
                        .contains("\"context\":\"server\"", "\"message\":\"not_found\""));
    }

    @Test
    void metricsAreForPrometheus() throws Exception {
        HttpResponse<String> metrics = get(server, "/metrics", "anna:s3cret");
        assertThat(metrics.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(metrics.body())
                .contains("ducksoup_interactions{state=\"started\"} 0.0", "# TYPE jvm_memory_used_bytes");
    }

    private static int status(ServerProcess server, String path, String login) throws Exception {
        return get(server, path, login).statusCode();
    }

    private static HttpResponse<String> get(ServerProcess server, String path, String login) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.origin() + path));
        if (login != null) {
            request.header("Authorization", "Basic " + encoded(login));
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static int upgrade(ServerProcess server, String query, String origin, String authorization) {
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
        if (origin != null) {
            builder.header("Origin", origin);
        }
        if (authorization != null) {
            builder.header("Authorization", authorization);
        }
        return connect(builder, server, query);
    }

    private static int upgradeWithCookie(ServerProcess server, String cookie) {
        return connect(
                CLIENT.newWebSocketBuilder().header("Origin", ORIGIN).header("Cookie", cookie), server, "?type=stats");
    }

    private static int connect(WebSocket.Builder builder, ServerProcess server, String query) {
        try {
            builder.buildAsync(URI.create(server.webSocket() + query), new WebSocket.Listener() {})
                    .join()
                    .abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            // Without an authenticator the client does not return the response of a 401.
            if (e.getCause() instanceof IOException io
                    && String.valueOf(io.getMessage()).contains("WWW-Authenticate")) {
                return 401;
            }
            throw e;
        }
    }

    private static String encoded(String login) {
        return Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }
}
