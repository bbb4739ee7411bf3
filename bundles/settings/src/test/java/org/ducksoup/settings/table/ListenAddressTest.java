package org.ducksoup.settings.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListenAddressTest {
    @Test
    void aWebPortThatIsTakenIsTold() throws Exception {
        Map<String, String> settings;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            settings = Map.of("DUCKSOUP_PORT", port, "DUCKSOUP_BIND_ADDRESS", "127.0.0.1");
            assertThat(ListenAddress.webProblem(resolve(settings))).hasValueSatisfying(problem -> assertThat(problem)
                    .startsWith("DUCKSOUP_PORT is " + port + " and DUCKSOUP_BIND_ADDRESS is 127.0.0.1, but"));
        }
        assertThat(ListenAddress.webProblem(resolve(settings))).isEmpty();
    }

    @Test
    void aMediaPortThatIsTakenIsTold() throws Exception {
        String port;
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            port = Integer.toString(taken.getLocalPort());
            assertThat(mediaProblem(port, ""))
                    .hasValue(
                            "DUCKSOUP_UDP_PORT is " + port + ", but it must be possible to open this UDP port on every"
                                    + " address, and another program has it (ss -lunp shows which).");
            assertThat(mediaProblem(port, "127.0.0.2,127.0.0.1")).hasValueSatisfying(problem -> assertThat(problem)
                    .contains("open this UDP port on 127.0.0.1, and"));
            assertThat(mediaProblem(port, "127.0.0.2")).isEmpty();
        }
        assertThat(mediaProblem(port, "127.0.0.1")).isEmpty();
    }

    /** An address may come later, as that of a network that is not up yet. */
    @Test
    void anAddressThatThisMachineDoesNotHaveIsNoProblem() {
        assertThat(mediaProblem("10000", "192.0.2.7")).isEmpty();
    }

    private static Optional<String> mediaProblem(String port, String addresses) {
        return ListenAddress.mediaProblem(
                resolve(Map.of("DUCKSOUP_UDP_PORT", port, "DUCKSOUP_UDP_ADDRESSES", addresses)));
    }

    private static Resolution resolve(Map<String, String> environment) {
        Resolution resolution = Resolver.resolve(SomeInputs.environment(environment));
        assertThat(resolution.problems()).isEmpty();
        return resolution;
    }
}
