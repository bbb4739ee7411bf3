package org.ducksoup.itest.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.ducksoup.itest.tool.EffectList;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.testkit.peer.Arrival;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The information for pages and operators about effects: those of GStreamer, named presets, and those that do not work.
 */
@Tag("waits")
class CatalogueTest {
    @TempDir
    Path plugins;

    @TempDir
    Path registry;

    @Test
    void effectsPresetsAndProblems() throws Exception {
        Files.writeString(plugins.resolve("libgstbroken.so"), "no plug-in at all");
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                        .compilingLittle()
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        .with("GST_PLUGIN_PATH", plugins.toString())
                        .with("GST_REGISTRY", registry.resolve("registry.bin").toString())
                        .withFile(
                                "etc/org.ducksoup.effects.cfg",
                                "softer-voice = pitch pitch=0.9\nbroken = nosuchelement x=1\nworse = pitch pitch=\n")
                        .start();
                HeadlessClients clients = HeadlessClients.open()) {
            // The pages are available before GStreamer is ready.
            JsonNode document = await().atMost(Duration.ofSeconds(30))
                    .until(() -> document(server), found -> found.toString().contains("libgstbroken.so"));
            Map<String, JsonNode> effects = StreamSupport.stream(
                            document.path("effects").spliterator(), false)
                    .collect(Collectors.toMap(e -> e.path("name").asText(), Function.identity(), (one, other) -> one));
            System.out.println(effects.size() + " effects; problems: " + document.path("problems"));
            assertThat(effects).hasSizeGreaterThan(50).containsKeys("pitch", "coloreffects", "softer-voice", "volume");
            assertThat(effects).doesNotContainKeys("filesink", "filesrc", "x264enc", "queue", "broken", "worse");
            assertThat(effects.get("softer-voice").path("origin").asText()).isEqualTo("preset");
            assertThat(effects.get("softer-voice").path("kind").asText()).isEqualTo("audio");
            JsonNode pitch = StreamSupport.stream(
                            effects.get("pitch").path("properties").spliterator(), false)
                    .filter(p -> p.path("name").asText().equals("pitch"))
                    .findFirst()
                    .orElseThrow();
            assertThat(pitch.path("type").asText()).isEqualTo("float");
            assertThat(pitch.path("min").asText()).isEqualTo("0.1");
            assertThat(pitch.path("max").asText()).isEqualTo("10.0");
            assertThat(pitch.path("default").asText()).isEqualTo("1.0");
            assertThat(effects.get("coloreffects").toString()).contains("\"xpro\"", "\"enum\"");
            assertThat(document.path("problems"))
                    .anySatisfy(p -> assertThat(p.asText()).contains("broken", "nosuchelement"))
                    .anySatisfy(p -> assertThat(p.asText()).contains("worse", "no value"))
                    .anySatisfy(p -> assertThat(p.asText()).contains("libgstbroken.so"));
            await().untilAsserted(() -> assertThat(server.log())
                    .contains("The effect broken in etc/org.ducksoup.effects.cfg cannot be used"));
            try (HeadlessParticipant me = clients.join(
                    server.signaling(),
                    ParticipantOptions.mirror("preset", "me")
                            .with("audioFx", "softer-voice name=fx ! volume volume=0.5")
                            .with("recordingMode", "none")
                            .lasting(Duration.ofSeconds(30)))) {
                me.await(Milestone.START);
            }
            try (HeadlessParticipant wrong = clients.join(
                    server.signaling(), ParticipantOptions.mirror("wrong", "me").with("audioFx", "worse"))) {
                Arrival refused = wrong.await(Milestone.REFUSED);
                assertThat(refused.payload().toString()).contains("worse", "no value");
            }
        }
    }

    private static JsonNode document(ServerProcess server) throws Exception {
        HttpResponse<String> nobody = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.page(EffectList.PATH)).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(nobody.statusCode()).isIn(401, 403);
        return EffectList.of(server);
    }
}
