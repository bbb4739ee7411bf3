package org.ducksoup.web.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client's address behind reverse proxies that the operator trusts. A header of anybody else is ignored, because
 * clients can write what they like into it.
 */
public final class TrustedProxies {
    /**
     * RFC 7239 section 4; an IPv6 address stands in brackets and quotes. A node that is no address, such as {@code unknown},
     * is found as well, without an address.
     */
    private static final Pattern FORWARDED_FOR =
            Pattern.compile("(?i)(?:^|[;,\\s])for=(?:\"?(\\[[0-9a-f:.]+]|[0-9.]+)(?::\\d+)?\"?(?=[;,\\s]|$))?");

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]*[:.][0-9a-fA-F:.]*");

    private record Network(byte[] address, int prefixBits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < prefixBits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((other[bit / 8] & mask) != (address[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Network> networks;

    /** @param networks addresses, or networks such as 172.16.0.0/12; the settings bundle has checked them */
    public TrustedProxies(String... networks) {
        this.networks = Arrays.stream(networks).map(TrustedProxies::network).toList();
    }

    private static Network network(String text) {
        String[] parts = text.split("/");
        byte[] address = bytes(parts[0]);
        if (address == null) {
            throw new IllegalArgumentException(text + " is neither an address nor a network");
        }
        return new Network(address, parts.length == 1 ? 8 * address.length : Integer.parseInt(parts[1]));
    }

    /** Returns null if the text is no literal address; never asks a name server. */
    private static byte @Nullable [] bytes(String text) {
        String address = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (!ADDRESS.matcher(address).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return networks.stream().anyMatch(network -> network.contains(bytes));
    }

    private boolean contains(String address) {
        byte[] bytes = bytes(address);
        return bytes != null && networks.stream().anyMatch(network -> network.contains(bytes));
    }

    /**
     * The address of the client: the last one in the headers that is no trusted proxy, as each proxy appends the address that
     * it was called from.
     *
     * @param remote address that the connection comes from
     * @param forwarded lines of the header {@code Forwarded} (RFC 7239), in their order; they count alone if there are any
     * @param forwardedFor lines of the header {@code X-Forwarded-For}, in their order
     */
    public String clientOf(String remote, List<String> forwarded, List<String> forwardedFor) {
        if (!contains(remote)) {
            return remote;
        }
        List<String> hops = new ArrayList<>();
        if (forwarded.isEmpty()) {
            forwardedFor.forEach(
                    line -> Arrays.stream(line.split(",")).map(String::trim).forEach(hops::add));
        } else {
            forwarded.forEach(line -> FORWARDED_FOR
                    .matcher(line)
                    .results()
                    .map(TrustedProxies::hop)
                    .forEach(hops::add));
        }
        Collections.reverse(hops);
        for (String hop : hops) {
            byte[] bytes = bytes(hop);
            if (bytes == null) {
                // An address that a proxy cannot name may be any client, and the entries before it come from that
                // client.
                return remote;
            }
            if (!contains(hop)) {
                return hop;
            }
        }
        return remote;
    }

    /** The address of a node; empty if it has none. */
    private static String hop(MatchResult result) {
        String address = Objects.requireNonNullElse(result.group(1), "");
        return address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
    }
}
