package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.browser.Browser;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.browser.TestMedia;
import org.ducksoup.itest.tool.network.OwnHost;
import org.ducksoup.testkit.network.FreePorts;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.peer.WebSocketSignaling;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A server on a host of its own, as it runs for others: with a public address, a private one and a bridge of
 * containers. Its addresses come and go while it runs. Its participants are on this machine, at the other end of the
 * cable.
 */
@Tag("waits")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AddressesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern CANDIDATE = Pattern.compile("candidate:\\S+ 1 udp \\d+ (\\S+) \\d+ typ \\w+");
    private static final String FIRST = "203.0.113.2";
    private static final String SECOND = "198.51.100.2";

    private static OwnHost host;
    private static ServerProcess server;
    private static int calls;

    @BeforeAll
    static void start() throws Exception {
        host = OwnHost.make();
        host.connect("203.0.113.", 2, 1);
        host.addAddress("10.77.0.2");
        host.ip("link", "add", "docker0", "type", "bridge");
        host.ip("address", "add", "172.17.0.1/16", "dev", "docker0");
        host.ip("link", "set", "docker0", "up");
        int port = FreePorts.tcp();
        server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .through(host.inside())
                .with("DUCKSOUP_PORT", Integer.toString(port))
                .with("DUCKSOUP_ALLOWED_WS_ORIGINS", "http://localhost:" + port + "," + page(port))
                .with("DUCKSOUP_MODE", "")
                .with("DUCKSOUP_UDP_ADDRESSES", "")
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_TEST_LOGIN", "tester")
                .with("DUCKSOUP_TEST_PASSWORD", "long enough")
                .start();
    }

    /** The origin of the server's own pages, at its second address. */
    private static String page(int port) {
        return "http://" + SECOND + ":" + port;
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        host.close();
    }

    /** Joins over one address of the server and calls from the other end of the same network. */
    private static List<String> offeredTo(String serverAddress, boolean call) throws Exception {
        String own = serverAddress.replaceFirst("\\.2$", ".1");
        URI socket = URI.create("ws://" + serverAddress + ":" + server.port() + "/ws");
        calls++;
        try (HeadlessClients clients = HeadlessClients.open(InetAddress.getByName(own));
                HeadlessParticipant me = clients.join(
                        WebSocketSignaling.to(socket, server.origin()),
                        ParticipantOptions.mirror("addresses" + calls, "me").with("recordingMode", "none"))) {
            JsonNode offer = me.await(Milestone.FIRST_OFFER).payload();
            if (call) {
                me.await(Milestone.START);
                me.hear(Duration.ofMillis(500));
            }
            return CANDIDATE
                    .matcher(offer.toString())
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }
    }

    /** Waits until the server says that it offers these addresses and no others. */
    private static void awaitOffered(String... addresses) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            String last = server.log()
                    .lines()
                    .filter(line -> line.contains("media on UDP ["))
                    .reduce("", (before, line) -> line);
            String list = last.substring(last.indexOf('[', last.indexOf("media on UDP")) + 1, last.lastIndexOf(']'));
            assertThat(list.split(", "))
                    .containsExactlyInAnyOrder(Stream.of(addresses)
                            .map(address -> address + ":" + server.udpPort())
                            .toArray(String[]::new));
        });
    }

    private static String ready() throws Exception {
        return host.text("curl", "-s", "http://127.0.0.1:" + server.port() + "/ready");
    }

    @Test
    @Order(1)
    void onlyThePublicAddressIsOffered() throws Exception {
        assertThat(offeredTo(FIRST, true)).containsExactly(FIRST);
        assertThat(server.log())
                .contains("not offered beside a public address", "10.77.0.2 (eth0)", "172.17.0.1 (docker0)")
                .contains("UDP receive buffer of ");
    }

    @Test
    @Order(2)
    void anAddressThatComesIsOfferedAndCarriesCalls() throws Exception {
        host.connect("198.51.100.", 2, 1);
        awaitOffered(FIRST, SECOND);
        assertThat(offeredTo(SECOND, true)).containsExactlyInAnyOrder(FIRST, SECOND);
    }

    /** As when a lease ends and begins anew, or a cable is out for a moment. */
    @Test
    @Order(3)
    void aCallGoesOnWhenItsAddressComesBack() throws Exception {
        URI socket = URI.create("ws://" + SECOND + ":" + server.port() + "/ws");
        try (HeadlessClients clients = HeadlessClients.open(InetAddress.getByName("203.0.113.1"));
                HeadlessParticipant me = clients.join(
                        WebSocketSignaling.to(socket, server.origin()),
                        ParticipantOptions.mirror("addressBack", "me")
                                .lasting(Duration.ofSeconds(60))
                                .with("recordingMode", "none"))) {
            me.await(Milestone.START);
            me.hear(Duration.ofSeconds(1));
            host.removeAddress(FIRST);
            awaitOffered(SECOND);
            host.addAddress(FIRST);
            me.hear(Duration.ofSeconds(2));
        }
    }

    /**
     * A page whose call is over the first address, though it would reach the second one too, as its socket does. The browser
     * notices the silence, and its player asks for an ICE restart.
     */
    @Test
    @Order(4)
    void aCallMovesToAnotherAddressWhenItsOwnGoesForGood() throws Exception {
        String onlyTheFirst = """
                (() => {
                  const { setRemoteDescription, addIceCandidate } = RTCPeerConnection.prototype;
                  const without = (sdp) => sdp.replace(/^a=candidate:.* ADDRESS .*\\r\\n/gm, "");
                  RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
                    return setRemoteDescription.call(this, { type, sdp: window.everyAddress ? sdp : without(sdp) });
                  };
                  RTCPeerConnection.prototype.addIceCandidate = function (candidate) {
                    if (!window.everyAddress && candidate?.candidate?.includes(" ADDRESS ")) return Promise.resolve();
                    return addIceCandidate.call(this, candidate);
                  };
                })();
                """.replace("ADDRESS", SECOND);
        String url = page(server.port()) + "/test/interaction/?autostart=1&interactionName=moves&userId=me&size=1"
                + "&duration=60&videoFormat=VP8&recordingMode=none";
        try (Browser browser = Browser.trustingOrigin(
                        page(server.port()), TestMedia.make(Project.MEDIA), "tester", "long enough");
                ParticipantPage me = ParticipantPage.open(browser, url, onlyTheFirst)) {
            me.await("start");
            me.seesAndHears("me");
            assertThat(server.log()).doesNotContain(SECOND + ":" + server.udpPort() + "/udp <->");
            me.evaluate("(window.everyAddress = true)");
            host.removeAddress(FIRST);
            long begin = System.nanoTime();
            assertThat(me.evaluate("silentFor(1000, 20000)"))
                    .as("the way is gone")
                    .isEqualTo(true);
            assertThat(me.evaluate("arrivesWithin(20000)"))
                    .as("the call goes on")
                    .isEqualTo(true);
            Duration away = Duration.ofNanos(System.nanoTime() - begin);
            System.out.printf("  media is back %d ms after its address went%n", away.toMillis());
            me.seesAndHears("me");
            assertThat(away).isLessThan(Duration.ofSeconds(15));
            assertThat(me.events()).filteredOn("start"::equals).hasSize(1);
        } finally {
            host.addAddress(FIRST);
        }
    }

    @Test
    @Order(5)
    void anAddressThatGoesIsNotOfferedAnyMore() throws Exception {
        host.removeAddress(FIRST);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(offeredTo(SECOND, false)).containsExactly(SECOND));
        assertThat(offeredTo(SECOND, true)).containsExactly(SECOND);
    }

    @Test
    @Order(6)
    void withoutPublicAddressesPrivateOnesAreOfferedAndWithoutAnyNobodyCanJoin() throws Exception {
        host.removeAddress(SECOND);
        awaitOffered("10.77.0.2", "172.17.0.1");
        assertThat(ready()).contains("ok");
        host.removeAddress("10.77.0.2");
        host.ip("link", "set", "docker0", "down");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ready()).contains("no network address for media"));
        host.addAddress(SECOND);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ready()).contains("ok"));
        assertThat(offeredTo(SECOND, true)).containsExactly(SECOND);
    }

    @Test
    @Order(7)
    void packetsThatTheKernelDropsAreInTheMetrics() throws Exception {
        assertThat(host.text(
                        "curl", "-s", "-u", "tester:long enough", "http://127.0.0.1:" + server.port() + "/metrics"))
                .contains("ducksoup_packets_dropped_total{cause=\"socket_buffer\"");
    }
}
