package org.ducksoup.web.page;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The URL at which people on this machine find the server. */
public record WebAddress(boolean secure, String bindAddress, int port, String prefix) {

    public String page(String path) {
        return (secure ? "https://" : "http://") + host() + ":" + port + prefix + path;
    }

    /** Where this machine connects to the server. */
    public InetSocketAddress fromHere() {
        InetSocketAddress bound = new InetSocketAddress(bindAddress, port);
        InetAddress address = bound.getAddress();
        return address != null && address.isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                : bound;
    }

    private String host() {
        return switch (bindAddress) {
            case "0.0.0.0", "::", "127.0.0.1", "::1" -> "localhost";
            default -> bindAddress.contains(":") ? "[" + bindAddress + "]" : bindAddress;
        };
    }
}
