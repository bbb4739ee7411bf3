package org.ducksoup.sfu.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.ServerMessage.IceServer;
import org.ducksoup.parts.VirtualTimer;
import org.ducksoup.sfu.Defaults;
import org.junit.jupiter.api.Test;

class ConfiguredIceServersTest {
    private final VirtualTimer timer = new VirtualTimer();

    @Test
    void stunServersAsTheyAre() {
        SfuConfiguration configuration = Defaults.of(
                SfuConfiguration.class, Map.of("iceServers", new String[] {"stun:a.example", " stun:b:1 "}));
        assertThat(new ConfiguredIceServers(configuration, timer).current(Duration.ofMinutes(20)))
                .containsExactly(
                        new IceServer(List.of("stun:a.example"), null, null),
                        new IceServer(List.of("stun:b:1"), null, null));
    }

    /**
     * The expected password is the output of
     * {@code printf %s 1795342860:ducksoup | openssl dgst -sha1 -hmac north -binary | base64}.
     */
    @Test
    void aTurnServerWithAPasswordThatExpires() {
        SfuConfiguration configuration = Defaults.of(
                SfuConfiguration.class, Map.of("turnAddress", "turn.example", "turnPort", 3479, "turnSecret", "north"));
        IceServer server = new ConfiguredIceServers(configuration, timer)
                .current(Duration.ofMinutes(20))
                .get(0);
        assertThat(server.urls())
                .containsExactly("turn:turn.example:3479?transport=udp", "turn:turn.example:3479?transport=tcp");
        long expiry = timer.instant().getEpochSecond() + 21 * 60;
        assertThat(server.username()).isEqualTo(expiry + ":ducksoup");
        assertThat(server.credential()).isEqualTo("RwVR6XPyNRG7zpkv87AjPDD3aCo=");
    }

    @Test
    void turnOverTlsWhereItHasAPort() {
        SfuConfiguration configuration = Defaults.of(
                SfuConfiguration.class, Map.of("turnAddress", "turn.example", "turnTlsPort", 443, "turnSecret", "s"));
        assertThat(new ConfiguredIceServers(configuration, timer)
                        .current(Duration.ofMinutes(20))
                        .get(0)
                        .urls())
                .containsExactly(
                        "turn:turn.example:3478?transport=udp",
                        "turn:turn.example:3478?transport=tcp",
                        "turns:turn.example:443?transport=tcp");
    }

    @Test
    void anIpv6AddressStandsInBrackets() {
        SfuConfiguration configuration =
                Defaults.of(SfuConfiguration.class, Map.of("turnAddress", "2001:db8::7", "turnSecret", "s"));
        assertThat(new ConfiguredIceServers(configuration, timer)
                        .current(Duration.ofMinutes(20))
                        .get(0)
                        .urls()
                        .get(0))
                .isEqualTo("turn:[2001:db8::7]:3478?transport=udp");
    }
}
