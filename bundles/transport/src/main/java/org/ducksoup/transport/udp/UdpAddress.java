package org.ducksoup.transport.udp;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * An address clients can send to.
 *
 * @param address what is announced
 * @param port UDP port
 * @param reflexive as seen from outside (RFC 8445 section 5.1.1), and not an address of this machine
 */
public record UdpAddress(InetAddress address, int port, boolean reflexive) {
    /** An address of this machine, or one that its operator has mapped to it. */
    public UdpAddress(InetAddress address, int port) {
        this(address, port, false);
    }

    /** For the log. */
    @Override
    public String toString() {
        String host = address.getHostAddress().replaceFirst("%.*", "");
        return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port
                + (reflexive ? " (as seen from outside)" : "");
    }
}
