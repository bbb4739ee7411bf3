package org.ducksoup.transport.host;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;

/** Reads the addresses that this machine has at the moment. Asks the system, so it may take milliseconds. */
public final class MachineAddresses {
    private MachineAddresses() {}

    /**
     * Every address of an interface that is up, except link-local ones: they need a zone, and reach no client behind a
     * router.
     */
    public static List<InterfaceAddress> read(boolean includeLoopback) throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(MachineAddresses::isUp)
                .flatMap(MachineAddresses::addresses)
                .filter(a -> includeLoopback || !a.isLoopback())
                .toList();
    }

    private static Stream<InterfaceAddress> addresses(NetworkInterface network) {
        return network.inetAddresses()
                .filter(address -> !address.isLinkLocalAddress())
                .map(address -> new InterfaceAddress(network.getName(), address));
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp();
        } catch (SocketException gone) {
            return false;
        }
    }

    /** Addresses that the operator has named, on whatever interface they are. */
    public static List<InterfaceAddress> named(List<InetAddress> addresses) {
        return addresses.stream()
                .map(address -> new InterfaceAddress("udpAddresses", address))
                .toList();
    }
}
