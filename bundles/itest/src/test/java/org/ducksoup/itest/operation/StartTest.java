package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.testkit.network.FreePorts;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Starts that fail before participants can connect. */
@Tag("waits")
class StartTest {
    @Test
    void frontBuildDoesNotStartTheServer() {
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_MODE", "FRONT_BUILD")
                .launch()) {
            assertThat(exit(server)).isZero();
            assertThat(server.output()).contains("DUCKSOUP_MODE is FRONT_BUILD").doesNotContain("DuckSoup is ready");
        }
    }

    /**
     * All mistakes are reported at once, each in one sentence with its key, its value, its place and the allowed
     * values.
     */
    @Test
    void wrongValuesAreTold() {
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_LOG_LEVEL", "debug")
                .withFile("etc/org.ducksoup.web.cfg", "maxSockets = many\n")
                .launch()) {
            assertThat(exit(server)).isEqualTo(1);
            assertThat(server.output())
                    .contains(
                            "DuckSoup cannot start:",
                            "org.ducksoup.web maxSockets is \"many\" (etc/org.ducksoup.web.cfg), but it must be a whole"
                                    + " number from 1 to 100000.",
                            "DUCKSOUP_LOG_LEVEL is \"debug\" (environment variable DUCKSOUP_LOG_LEVEL), but it must be a"
                                    + " whole number from 0 to 4.");
        }
    }

    /** The start ends at once. Before, it waited for the port without a word. */
    @Test
    void aMediaPortThatIsTakenIsTold() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress("127.0.0.1", FreePorts.udp()));
                ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                        .compilingLittle()
                        .with("DUCKSOUP_UDP_PORT", Integer.toString(taken.getLocalPort()))
                        .launch()) {
            assertThat(exit(server)).isEqualTo(1);
            assertThat(server.output())
                    .contains(
                            "DuckSoup cannot start:",
                            "DUCKSOUP_UDP_PORT is " + taken.getLocalPort()
                                    + ", but it must be possible to open this UDP port on 127.0.0.1");
        }
    }

    private static int exit(ServerProcess server) {
        return server.awaitExit(Duration.ofSeconds(40));
    }
}
