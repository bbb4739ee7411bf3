package org.ducksoup.itest.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.ducksoup.itest.tool.Identity;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.browser.Browser;
import org.ducksoup.itest.tool.browser.MirrorPage;
import org.ducksoup.itest.tool.browser.TestMedia;
import org.ducksoup.itest.tool.network.Coturn;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A browser whose network allows only a relay. The browser uses it with the credentials from the server. */
@Tag("waits")
class TurnTest {
    private static final List<String> OPTIONS =
            List.of("videoFormat", "VP8", "duration", "20", "recordingMode", "none");

    /** A script for the page that leaves one scheme and one transport, as if all others were blocked. */
    private static final String RELAY_ONLY = """
            window.RTCPeerConnection = class extends window.RTCPeerConnection {
              constructor(configuration) {
                super({
                  ...configuration,
                  iceTransportPolicy: "relay",
                  iceServers: configuration.iceServers.map(({ urls, ...rest }) => ({
                    ...rest,
                    urls: [urls].flat().filter((url) => url.startsWith("%s:") && url.endsWith("?transport=%s")),
                  })),
                });
              }
            };
            """;

    /** The relay has another shared secret than the server. */
    private static final String WRONG_PASSWORD = """
            window.RTCPeerConnection = class extends window.RTCPeerConnection {
              constructor(configuration) {
                const iceServers = configuration.iceServers.map((server) => ({ ...server, credential: "guessed" }));
                super({ ...configuration, iceServers });
              }
            };
            """;

    private static final String SECRET = "a secret of both";

    private static Coturn turn;
    private static ServerProcess server;
    private static Browser browser;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        Identity identity = Identity.make(directory, "turn");
        turn = Coturn.start(SECRET, identity);
        server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_TURN_ADDRESS", "127.0.0.1")
                .with("DUCKSOUP_TURN_PORT", Integer.toString(turn.port()))
                .with("DUCKSOUP_TURN_TLS_PORT", Integer.toString(turn.tlsPort()))
                .with("DUCKSOUP_TURN_SECRET", SECRET)
                .start();
        TestMedia media = TestMedia.make(Project.MEDIA);
        browser = Browser.trusting(identity.publicKeyHash(), media, "ducksoup", "ducksoup");
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
        turn.close();
    }

    @ParameterizedTest
    @CsvSource({"turn, udp, udp", "turn, tcp, tcp", "turns, tcp, tls"})
    void mediaGoesOverTheRelay(String scheme, String transport, String protocol) {
        try (MirrorPage page = MirrorPage.start(browser, server, RELAY_ONLY.formatted(scheme, transport), OPTIONS)) {
            page.awaitState("running");
            MirrorPage.Frames frames = page.steadyState(2);
            System.out.printf("over a relay by %s: %s%n", protocol, frames);
            assertThat(frames.fps()).as("pictures flow").isGreaterThan(5);
            assertThat(page.relayProtocol()).isEqualTo(protocol);
            assertThat(turn.output()).contains("ALLOCATE processed, success");
            assertThat(server.awaitOutput(
                            line -> line.contains("client_selected_candidate_pair"), Duration.ofSeconds(10)))
                    .anyMatch(line -> line.contains("relay"));
            page.stop();
        }
    }

    @Test
    void aWrongPasswordIsOfNoUse() {
        long allocations = allocations();
        String script = WRONG_PASSWORD + RELAY_ONLY.formatted("turn", "udp");
        try (MirrorPage page = MirrorPage.start(browser, server, script, OPTIONS)) {
            page.awaitEvent("error-aborted");
            assertThat(turn.output()).contains("401: Unauthorized");
            assertThat(allocations()).isEqualTo(allocations);
        }
    }

    /** Debian's client of coturn, with a password like those that participants get. */
    private static String relayTo(String peer, String... options) throws Exception {
        String user = Clock.systemUTC().instant().plusSeconds(600).getEpochSecond() + ":ducksoup";
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        String password = Base64.getEncoder().encodeToString(mac.doFinal(user.getBytes(StandardCharsets.UTF_8)));
        List<String> command =
                new ArrayList<>(List.of("turnutils_uclient", "-n", "2", "-m", "1", "-u", user, "-w", password));
        command.addAll(List.of(options));
        command.addAll(List.of("-e", peer, "-r", "9", "-p", Integer.toString(turn.port()), "127.0.0.1"));
        Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return client.waitFor() == 0 ? "success" : said;
        } finally {
            client.destroyForcibly();
        }
    }

    /** A participant's password allows the relay to reach this server only. */
    @Test
    void theRelayLeadsToThisServerAndNobodyElse() throws Exception {
        assertThat(relayTo("127.0.0.1")).as("to the server").isEqualTo("success");
        assertThat(relayTo("127.0.0.2")).as("to its neighbour").contains("403");
        assertThat(relayTo("127.0.0.1", "-T")).as("by a TCP relay (RFC 6062)").contains("442");
    }

    private static long allocations() {
        return turn.output()
                .lines()
                .filter(line -> line.contains("ALLOCATE processed, success"))
                .count();
    }
}
