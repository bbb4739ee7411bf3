package org.ducksoup.transport.host;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * An address of this machine.
 *
 * @param network name of the interface that has it, for instance {@code eth0}
 */
public record InterfaceAddress(String network, InetAddress address) {
    /** Interfaces of containers and virtual machines on this machine, as the usual programs name them. */
    private static final Pattern BRIDGE = Pattern.compile(
            "(docker|virbr|podman|cni|flannel|cali|veth|vnet|lxcbr|lxdbr|incusbr|vmnet|vboxnet)[\\w.-]*|br-[0-9a-f]{12}");

    boolean isIpv4() {
        return address instanceof Inet4Address;
    }

    boolean isLoopback() {
        return address.isLoopbackAddress();
    }

    /** Whether the address means something outside this machine and its own networks. */
    boolean isPublic() {
        return !isLoopback()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress()
                && !isSharedOrUniqueLocal()
                && !isOfBridge();
    }

    boolean isOfBridge() {
        return BRIDGE.matcher(network).matches();
    }

    /** 100.64.0.0/10 (RFC 6598) and fc00::/7 (RFC 4193). Java does not know them as private. */
    private boolean isSharedOrUniqueLocal() {
        byte[] bytes = address.getAddress();
        return isIpv4() ? bytes[0] == 100 && (bytes[1] & 0xc0) == 64 : (bytes[0] & 0xfe) == 0xfc;
    }

    @Override
    public String toString() {
        return address.getHostAddress().replaceFirst("%.*", "") + " (" + network + ")";
    }
}
