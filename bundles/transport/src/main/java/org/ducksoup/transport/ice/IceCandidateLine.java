package org.ducksoup.transport.ice;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A candidate attribute (RFC 8839 section 5.1), as far as this server needs it.
 *
 * @param foundation groups candidates of one kind
 * @param priority a higher one is preferred, unsigned
 * @param address to send to
 * @param port UDP port
 * @param type {@code host}, {@code srflx}, {@code prflx} or {@code relay}
 */
public record IceCandidateLine(String foundation, long priority, InetAddress address, int port, String type) {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    /**
     * Texts that Java takes for a literal address. It would look up anything else in the DNS, 1.2.3.4.5 or 999.1.1.1
     * included.
     */
    private static final Pattern NUMERIC_ADDRESS =
            Pattern.compile("(" + OCTET + "\\.){3}" + OCTET + "|[0-9a-fA-F:][0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** Browsers stay far below this length; longer text is not parsed. */
    private static final int MAX_LENGTH = 512;

    /**
     * Parses a candidate.
     *
     * @param text with or without its {@code candidate:} prefix
     * @return empty for a candidate that cannot be used here: TCP, a name instead of an address (mDNS), RTCP's
     *     component, or nonsense
     */
    public static Optional<IceCandidateLine> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String body = text.startsWith("candidate:") ? text.substring("candidate:".length()) : text;
        String[] words = body.trim().split(" +");
        if (words.length < 8 || !words[6].equals("typ")) {
            return Optional.empty();
        }
        boolean udp = words[2].toLowerCase(Locale.ROOT).equals("udp");
        if (!udp || !words[1].equals("1") || !NUMERIC_ADDRESS.matcher(words[4]).matches()) {
            return Optional.empty();
        }
        try {
            long priority = Long.parseLong(words[3]);
            int port = Integer.parseInt(words[5]);
            if (port < 1 || port > 65535 || priority < 1 || priority > 0xffffffffL) {
                return Optional.empty();
            }
            // A numeric address is never looked up.
            return Optional.of(
                    new IceCandidateLine(words[0], priority, InetAddress.getByName(words[4]), port, words[7]));
        } catch (NumberFormatException | UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** A zone means something on this machine only, and RFC 8839 allows none. */
    private static String withoutZone(InetAddress address) {
        return address.getHostAddress().replaceFirst("%.*", "");
    }

    /** The attribute's value, with its {@code candidate:} prefix. */
    public String format() {
        return "candidate:" + foundation + " 1 udp " + priority + " " + withoutZone(address) + " " + port + " typ "
                + type
                // The base address is left out: it is of no use to clients, and it is an address inside the operator's
                // network.
                + (type.equals("host") ? "" : " raddr 0.0.0.0 rport 9");
    }
}
