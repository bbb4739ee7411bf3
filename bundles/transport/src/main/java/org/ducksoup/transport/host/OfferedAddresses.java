package org.ducksoup.transport.host;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The choice of this machine's addresses that clients are offered. Private addresses beside a public one are of no use
 * to clients, and a browser may ask its user for permission to reach the local network before it tries them.
 */
public final class OfferedAddresses {
    private OfferedAddresses() {}

    /**
     * Without a public address everything is offered. An IPv4 address gives way to a public IPv4 address only, because
     * many clients have no IPv6. What a STUN server sees may be a router that lets nothing in, so private addresses stay
     * beside it, and only bridges give way.
     *
     * @param present addresses of this machine
     * @param told addresses by which this machine is reached from outside, as the operator says; all of them count as public
     * @param isSeen whether a STUN server sees this machine by another address
     * @return a part of the present ones, in their order
     */
    public static List<InterfaceAddress> of(
            List<InterfaceAddress> present, Collection<InetAddress> told, boolean isSeen) {
        boolean ipv4 = isAnyPublic(present, told, true);
        boolean ipv6 = isAnyPublic(present, told, false);
        return present.stream()
                .filter(a -> a.isLoopback()
                        || a.isPublic()
                        || !(ipv4 || (ipv6 && !a.isIpv4()) || (isSeen && a.isOfBridge())))
                .toList();
    }

    private static boolean isAnyPublic(List<InterfaceAddress> present, Collection<InetAddress> told, boolean ipv4) {
        return Stream.concat(
                        present.stream().filter(InterfaceAddress::isPublic),
                        told.stream().map(address -> new InterfaceAddress("", address)))
                .anyMatch(a -> a.isIpv4() == ipv4);
    }
}
