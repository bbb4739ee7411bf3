package org.ducksoup.web.page;

/** The URL at which people on this machine find the server. */
public record WebAddress(boolean secure, String bindAddress, int port, String prefix) {

    public String page(String path) {
        return (secure ? "https://" : "http://") + host() + ":" + port + prefix + path;
    }

    private String host() {
        return switch (bindAddress) {
            case "0.0.0.0", "::", "127.0.0.1", "::1" -> "localhost";
            default -> bindAddress.contains(":") ? "[" + bindAddress + "]" : bindAddress;
        };
    }
}
