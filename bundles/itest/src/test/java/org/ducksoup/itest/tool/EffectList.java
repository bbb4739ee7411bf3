package org.ducksoup.itest.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.ducksoup.testkit.server.ServerProcess;

/** The list of effects that a server in DEV generates for its play page. */
public final class EffectList {
    public static final String PATH = "/test/play/effects.json";

    private static final String LOGIN =
            Base64.getEncoder().encodeToString("ducksoup:ducksoup".getBytes(StandardCharsets.UTF_8));

    private EffectList() {}

    /** Waits for the bundle that generates the list. Nobody needs it to join, so it may come after the server is ready. */
    public static JsonNode of(ServerProcess server) throws IOException {
        URI address = server.page(PATH);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Basic " + LOGIN)
                .build();
        HttpClient http = HttpClient.newHttpClient();
        HttpResponse<String> response = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> http.send(request, HttpResponse.BodyHandlers.ofString()),
                        answer -> answer.statusCode() != 503);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        return new ObjectMapper().readTree(response.body());
    }
}
