package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.ducksoup.transport.drop.DropCause;
import org.ducksoup.transport.host.InterfaceAddress;
import org.ducksoup.transport.host.SocketDrops;
import org.ducksoup.transport.udp.UdpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the addresses of this machine, which come and go: DHCP, Wi-Fi, an interface that is late. New sessions offer
 * what is there when they begin. {@link #look} runs every few seconds, one at a time, on a thread that may wait.
 */
public final class AddressWatch {
    private static final Logger LOGGER = LoggerFactory.getLogger(AddressWatch.class);

    /** The period of {@link #look}. */
    public static final long SECONDS = 5;

    /** Reads the addresses that this machine has at the moment. */
    @FunctionalInterface
    public interface Addresses {
        List<InterfaceAddress> read() throws IOException;
    }

    private final UdpEndpoint endpoint;
    private final Addresses addresses;
    private final boolean everything;
    private final List<String> stunServers;
    private final SecureRandom random;
    private final Executor background;
    private final SocketDrops drops = new SocketDrops();
    private Set<UdpAddress> asked = Set.of();
    private List<UdpAddress> told = List.of();
    private boolean first = true;

    /**
     * @param everything whether private addresses are offered beside a public one
     * @param stunServers are asked how they see an address that is new
     * @param background asks them
     */
    public AddressWatch(
            UdpEndpoint endpoint,
            Addresses addresses,
            boolean everything,
            List<String> stunServers,
            SecureRandom random,
            Executor background) {
        this.endpoint = endpoint;
        this.addresses = addresses;
        this.everything = everything;
        this.stunServers = List.copyOf(stunServers);
        this.random = random;
        this.background = background;
    }

    /** Follows what has changed since the last call, and counts packets that the kernel has dropped since. */
    public synchronized void look() {
        endpoint.dropped().count(DropCause.SOCKET_BUFFER, drops.since(endpoint.portNumbers()));
        try {
            List<InterfaceAddress> present = addresses.read();
            List<InterfaceAddress> offered = everything ? present : endpoint.toOffer(present);
            endpoint.follow(plain(present), plain(offered));
            tell(present, offered);
            askAboutNewOnes();
        } catch (IOException e) {
            LOGGER.warn("the addresses of this machine cannot be read: {}", e.getMessage());
        }
    }

    private static List<InetAddress> plain(List<InterfaceAddress> addresses) {
        return addresses.stream().map(InterfaceAddress::address).toList();
    }

    private void tell(List<InterfaceAddress> present, List<InterfaceAddress> offered) {
        List<UdpAddress> now = endpoint.addresses();
        if (now.equals(told) && !first) {
            return;
        }
        first = false;
        told = now;
        if (now.isEmpty()) {
            LOGGER.warn("this machine has no address for media; nobody can join until it has one");
            return;
        }
        LOGGER.info("media on UDP {}", now);
        List<InterfaceAddress> left =
                present.stream().filter(a -> !offered.contains(a)).toList();
        if (!left.isEmpty()) {
            LOGGER.info(
                    "not offered beside a public address: {}; DUCKSOUP_PRIVATE_ADDRESSES=true offers private ones, too",
                    left);
        }
    }

    private void askAboutNewOnes() {
        Set<UdpAddress> listening = new HashSet<>(endpoint.listening());
        if (!stunServers.isEmpty()) {
            for (UdpAddress local : listening) {
                if (!asked.contains(local)) {
                    background.execute(() -> {
                        ReflexiveAddresses.ask(endpoint, local, stunServers, random);
                        look();
                    });
                }
            }
        }
        asked = listening;
    }
}
