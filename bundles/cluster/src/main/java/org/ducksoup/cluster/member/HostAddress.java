package org.ducksoup.cluster.member;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The address of a host by its name. */
final class HostAddress {
    private HostAddress() {}

    /** @throws IllegalArgumentException if the name is not known */
    static String of(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("DUCKSOUP_CLUSTER_ADDRESS names a host that is not known: " + host, e);
        }
    }
}
