package org.ducksoup.sfu.configuration;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.ducksoup.api.interaction.ServerMessage.IceServer;
import org.ducksoup.parts.Timer;

/**
 * The STUN servers of the configuration, and its TURN server with credentials that expire. User name and password are
 * made from the time and a secret that is shared with the TURN server ("A REST API for access to TURN services",
 * coturn's {@code use-auth-secret}).
 */
public final class ConfiguredIceServers {
    /** The clocks of this server and of the TURN server differ a little. */
    static final Duration LEEWAY = Duration.ofMinutes(1);

    private static final String ALGORITHM = "HmacSHA1";

    private final List<IceServer> stun;
    private final List<String> turn;
    private final byte[] secret;
    private final Timer timer;

    public ConfiguredIceServers(SfuConfiguration configuration, Timer timer) {
        this.timer = timer;
        stun = Arrays.stream(configuration.iceServers())
                .map(String::trim)
                .filter(url -> !url.isEmpty())
                .map(url -> new IceServer(List.of(url), null, null))
                .toList();
        secret = configuration.turnSecret().getBytes(StandardCharsets.UTF_8);
        String address = configuration.turnAddress().trim();
        turn = address.isEmpty() ? List.of() : turn(configuration, address);
    }

    /** TLS comes last: it costs most, and some networks let nothing else through. */
    private static List<String> turn(SfuConfiguration configuration, String address) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        List<String> urls = new ArrayList<>();
        urls.add("turn:" + host + ":" + configuration.turnPort() + "?transport=udp");
        urls.add("turn:" + host + ":" + configuration.turnPort() + "?transport=tcp");
        if (configuration.turnTlsPort() > 0) {
            urls.add("turns:" + host + ":" + configuration.turnTlsPort() + "?transport=tcp");
        }
        return List.copyOf(urls);
    }

    /**
     * The servers, with credentials that hold from now on. From any thread.
     *
     * @param lifetime how long a participant may need the relay
     */
    public List<IceServer> current(Duration lifetime) {
        List<IceServer> all = new ArrayList<>(stun);
        if (!turn.isEmpty()) {
            String user = timer.instant().plus(lifetime).plus(LEEWAY).getEpochSecond() + ":ducksoup";
            all.add(new IceServer(turn, user, password(user)));
        }
        return all;
    }

    private String password(String user) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(user.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
