package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.ducksoup.transport.udp.UdpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out, with STUN servers, by which address the world sees this machine. {@link AddressWatch} does it in the
 * background: neither the start nor a join waits for a server that does not answer.
 */
final class ReflexiveAddresses {
    private static final Logger LOGGER = LoggerFactory.getLogger(ReflexiveAddresses.class);

    private ReflexiveAddresses() {}

    /**
     * Asks the servers, one by one until one answers, how they see an IPv4 address of the endpoint. A new address is
     * announced from then on with the same port, which is right for a router that maps addresses one to one, as clouds
     * do. Waits for answers.
     *
     * @param servers {@code stun:host} or {@code stun:host:port}
     */
    static void ask(UdpEndpoint endpoint, UdpAddress local, List<String> servers, SecureRandom random) {
        if (!(local.address() instanceof Inet4Address) || local.address().isLoopbackAddress()) {
            return;
        }
        for (String server : servers) {
            try {
                Optional<InetAddress> mapped = StunQuery.mappedAddress(local.address(), parse(server), random);
                if (mapped.isPresent()) {
                    if (endpoint.announce(mapped.get(), local)) {
                        LOGGER.info(
                                "{} sees {} as {}; clients get this address, too",
                                server,
                                local.address().getHostAddress(),
                                mapped.get().getHostAddress());
                    }
                    return;
                }
                LOGGER.info("{} does not answer; the addresses of this machine are announced as they are", server);
            } catch (IOException | RuntimeException e) {
                LOGGER.info(
                        "{} cannot be asked ({}); the addresses of this machine are announced as they are",
                        server,
                        e.getMessage());
            }
        }
    }

    /** @throws IOException if the name cannot be resolved */
    private static InetSocketAddress parse(String url) throws IOException {
        String place = url.replaceFirst("^stuns?:", "");
        int colon = place.lastIndexOf(':');
        boolean hasPort = colon >= 0 && !place.endsWith("]");
        String host = hasPort ? place.substring(0, colon) : place;
        int port = hasPort ? Integer.parseInt(place.substring(colon + 1)) : StunQuery.DEFAULT_PORT;
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }
}
