package org.ducksoup.web.page;

import java.net.InetSocketAddress;

/** The URL at which people on this machine find the server. */
public record WebAddress(boolean secure, String bindAddress, int port, String prefix) {

    public String page(String path) {
        return (secure ? "https://" : "http://") + host() + ":" + port + prefix + path;
    }

    /** Where this machine connects to the server. */
    public InetSocketAddress fromHere() {
        return new InetSocketAddress(
                switch (bindAddress) {
                    case "0.0.0.0" -> "127.0.0.1";
                    case "::" -> "::1";
                    default -> bindAddress;
                },
                port);
    }

    private String host() {
        return switch (bindAddress) {
            case "0.0.0.0", "::", "127.0.0.1", "::1" -> "localhost";
            default -> bindAddress.contains(":") ? "[" + bindAddress + "]" : bindAddress;
        };
    }
}
