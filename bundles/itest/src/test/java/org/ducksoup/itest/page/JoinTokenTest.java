package org.ducksoup.itest.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.ducksoup.itest.tool.Guide;
import org.ducksoup.itest.tool.OTreeApp;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that admits nobody without a token, and the tokens that the guide's Python code makes. */
@Tag("waits")
class JoinTokenTest {
    private static final String SECRET = "a secret of the two servers, quite long";

    @TempDir
    private static Path directory;

    private static ServerProcess server;
    private static HeadlessClients clients;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        token = tokenOfTheGuide();
        server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_JOIN_TOKEN_SECRET", SECRET)
                .with("DUCKSOUP_JOIN_TOKEN_PUBLIC_KEY", publicKeyOfTheGuide())
                .start();
        clients = HeadlessClients.open();
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    private static String tokenOfTheGuide() throws Exception {
        Path script = directory.resolve("token.py");
        Files.writeString(script, new Guide("docs/embedding.md").example("token.py") + "\nprint(token)\n");
        ProcessBuilder python = new ProcessBuilder("python3", script.toString()).redirectErrorStream(true);
        python.environment().put("DUCKSOUP_JOIN_TOKEN_SECRET", SECRET);
        Process process = python.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said.strip();
    }

    /** The results of the guide's two commands. */
    private static String publicKeyOfTheGuide() throws Exception {
        String guide = Files.readString(Project.ROOT.resolve("docs/embedding.md"));
        String generate = "openssl genpkey -algorithm ed25519 -out private.pem";
        String print = "openssl pkey -in private.pem -pubout";
        assertThat(guide).contains("`" + generate + "`", "`" + print + "`");
        Process process = new ProcessBuilder("sh", "-c", generate + " && " + print)
                .directory(directory.toFile())
                .start();
        String pem = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return pem.lines().toList().get(1);
    }

    @Test
    void aTokenOfThePrivateKeyLetsIn() throws Exception {
        String pem = Files.readString(directory.resolve("private.pem"));
        PrivateKey key = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(
                        Base64.getDecoder().decode(pem.lines().toList().get(1))));
        String signed = base64("{\"alg\":\"EdDSA\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(("{\"interactionName\":\"trial-8\",\"userId\":\"p-25\",\"size\":1,\"exp\":"
                                + (System.currentTimeMillis() / 1000 + 60) + "}")
                        .getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        ParticipantOptions page = ParticipantOptions.of("trial-8", "p-25", 2)
                .with("recordingMode", "none")
                .with("token", signed + "." + base64(signature.sign()));
        try (HeadlessParticipant participant = clients.join(server.signaling(), page)) {
            participant.await(Milestone.START);
            participant.stop();
            participant.await(Milestone.CLOSED);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Test
    void aTokenOfTheAppForOTreeLetsIn() {
        JsonNode told = OTreeApp.of(server.origin(), "p-26", 3).peerOptions(SECRET);
        ParticipantOptions page = ParticipantOptions.of(
                        told.path("interactionName").asText(), "p-26", 1)
                .with("namespace", told.path("namespace").asText())
                .with("token", told.path("token").asText());
        try (HeadlessParticipant participant = clients.join(server.signaling(), page)) {
            assertThat(participant.await(Milestone.START).payload().asInt()).isBetween(59, 60);
            participant.stop();
            participant.await(Milestone.CLOSED);
        }
    }

    @Test
    void theTokenDecidesAndNotThePage() {
        ParticipantOptions page = ParticipantOptions.of("trial-7", "p-23", 4)
                .with("recordingMode", "none")
                .with("audioFx", "identity")
                .with("token", token)
                .lasting(Duration.ofSeconds(5));
        try (HeadlessParticipant participant = clients.join(server.signaling(), page)) {
            // The token has size 1, so the call starts without others.
            assertThat(participant.await(Milestone.START).payload().asInt()).isBetween(119, 120);
            participant.await(Milestone.FIRST_KEY_FRAME);
            assertThat(server.awaitOutput(
                            line -> line.contains(" peer_joined ") && line.contains("p-23"), Duration.ofSeconds(10)))
                    .singleElement()
                    .asString()
                    .contains("pitch pitch=0.8 name=voice")
                    .doesNotContain(token);
            participant.stop();
            participant.await(Milestone.CLOSED);
        }
    }

    @Test
    void whoHasNoneOrAnothersIsTold() {
        assertThat(refusal(ParticipantOptions.mirror("trial-7", "p-24"))).contains("token: it is missing");
        assertThat(refusal(ParticipantOptions.mirror("trial-7", "p-24").with("token", token)))
                .contains("it is for the userId \"p-23\", but the page asks for \"p-24\"");
        assertThat(refusal(ParticipantOptions.mirror("trial-7", "p-23").with("token", token + "x")))
                .contains("signature is wrong");
        assertThat(server.log()).doesNotContain(SECRET).contains("DUCKSOUP_JOIN_TOKEN_SECRET");
        assertThat(server.output()).doesNotContain(SECRET).doesNotContain(token);
    }

    private static String refusal(ParticipantOptions options) {
        try (HeadlessParticipant participant = clients.join(server.signaling(), options)) {
            var frame = participant.await(Milestone.REFUSED).payload();
            assertThat(frame.path("kind").asText()).isEqualTo("error-join");
            return frame.path("payload").path("reason").path("message").asText();
        }
    }
}
