package org.ducksoup.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.ducksoup.testkit.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser whose network lets nothing through but a relay: it gets there with the credentials it was given. */
class TurnTest {
    private static final List<String> OPTIONS =
            List.of("videoFormat", "VP8", "duration", "20", "recordingMode", "none");

    /** Run in the page: as if every other way were blocked. */
    private static final String RELAY_ONLY = """
            window.RTCPeerConnection = class extends window.RTCPeerConnection {
              constructor(configuration) {
                super({
                  ...configuration,
                  iceTransportPolicy: "relay",
                  iceServers: configuration.iceServers.map(({ urls, ...rest }) => ({
                    ...rest,
                    urls: [urls].flat().filter((url) => !url.startsWith("turn:") || url.endsWith("%s")),
                  })),
                });
              }
            };
            """;

    /** And whose owner has another idea of the password. */
    private static final String WRONG_PASSWORD = """
            window.RTCPeerConnection = class extends window.RTCPeerConnection {
              constructor(configuration) {
                const iceServers = configuration.iceServers.map((server) => ({ ...server, credential: "guessed" }));
                super({ ...configuration, iceServers });
              }
            };
            """;

    private static Coturn turn;
    private static ServerProcess server;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        turn = Coturn.start("a secret of both");
        server = ServerProcess.of(Project.ASSEMBLY)
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_TURN_ADDRESS", "127.0.0.1")
                .with("DUCKSOUP_TURN_PORT", Integer.toString(turn.port()))
                .with("DUCKSOUP_TURN_SECRET", "a secret of both")
                .start();
        browser = new Browser(TestMedia.make(Path.of("target/media").toAbsolutePath()), "ducksoup", "ducksoup");
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
        turn.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void mediaGoesOverTheRelay(String transport) {
        try (MirrorPage page = MirrorPage.start(browser, server, RELAY_ONLY.formatted(transport), OPTIONS)) {
            page.awaitState("running");
            MirrorPage.Frames frames = page.steadyState(2);
            System.out.printf("over a relay by %s: %s%n", transport, frames);
            assertThat(frames.fps()).isGreaterThan(15);
            assertThat(turn.output()).contains("ALLOCATE processed, success");
            assertThat(server.output(line -> line.contains("client_selected_candidate_pair")))
                    .anyMatch(line -> line.contains("relay"));
            page.stop();
        }
    }

    @Test
    void aWrongPasswordIsOfNoUse() {
        long allocations = allocations();
        String script = WRONG_PASSWORD + RELAY_ONLY.formatted("udp");
        try (MirrorPage page = MirrorPage.start(browser, server, script, OPTIONS)) {
            page.awaitEvent("error-aborted");
            assertThat(turn.output()).contains("401: Unauthorized");
            assertThat(allocations()).isEqualTo(allocations);
        }
    }

    private static long allocations() {
        return turn.output()
                .lines()
                .filter(line -> line.contains("ALLOCATE processed, success"))
                .count();
    }
}
