package org.ducksoup.itest.tool.blinding;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is drawn by chance in each call, by the browser, by the server or by the system, whatever the condition is. It would make
 * each call different from each other one, so it is replaced by its name. All else stays as it is.
 */
final class RandomByNature {
    /**
     * Members of statistics and parameters. Identifiers of reports and references to them have counters of the browser; sources
     * (RFC 3550) and the parts of ICE and DTLS that are drawn for a connection (RFC 8445, RFC 8122); the port
     * that the system gives out, and the priority and foundation, in which a browser hides its network's number.
     */
    private static final Set<String> MEMBERS = Set.of(
            "id",
            "ssrc",
            "rtxSsrc",
            "fecSsrc",
            "rtx",
            "cname",
            "transactionId",
            "usernameFragment",
            "iceLocalUsernameFragment",
            "fingerprint",
            "base64Certificate",
            "foundation",
            "priority",
            "port",
            "relatedPort",
            "rtpTimestamp");

    private static final Pattern UUID =
            Pattern.compile("\\{?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}}?");
    private static final Pattern PORT_OF_THIS_RUN = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1]):[0-9]+");

    private RandomByNature() {}

    static boolean isMember(String name) {
        return MEMBERS.contains(name) || name.endsWith("Id") && !name.equals("streamId");
    }

    /** A text that is no session description. */
    static String shape(String text) {
        String same = UUID.matcher(text).replaceAll("<uuid>");
        return PORT_OF_THIS_RUN.matcher(same).replaceAll("$1:<port>");
    }

    /** A line of a session description (RFC 8866) or a candidate (RFC 8839). */
    static String line(String line) {
        String text = line.startsWith("candidate:") ? "a=" + line : line;
        if (text.startsWith("o=")) {
            // The number of the session is drawn; that of the version counts descriptions, so it stays.
            return text.replaceFirst("^(o=\\S+) \\d+ ", "$1 <session> ");
        } else if (text.startsWith("m=")) {
            return text.replaceFirst("^(m=\\w+) \\d+ ", "$1 <port> ");
        } else if (text.startsWith("a=rtcp:")) {
            return text.replaceFirst("^a=rtcp:\\d+", "a=rtcp:<port>");
        } else if (text.startsWith("a=ice-ufrag:") || text.startsWith("a=ice-pwd:")) {
            return text.replaceFirst(":.*", ":<drawn>");
        } else if (text.startsWith("a=fingerprint:")) {
            return text.replaceFirst(" .*", " <hash>");
        } else if (text.startsWith("a=ssrc-group:")) {
            return text.replaceAll(" \\d+", " <source>");
        } else if (text.startsWith("a=ssrc:")) {
            return text.replaceFirst("^a=ssrc:\\d+ (\\w+).*", "a=ssrc:<source> $1");
        } else if (text.startsWith("a=candidate:")) {
            // Foundation, component, transport, priority, address, port; the rest says of which type it is.
            return text.replaceFirst(
                            "^a=candidate:\\S+ (\\d+ \\w+) \\d+ (\\S+) \\d+",
                            "a=candidate:<foundation> $1 <priority> $2 <port>")
                    .replaceFirst("rport \\d+", "rport <port>")
                    .replaceFirst("ufrag \\S+", "ufrag <drawn>");
        }
        return shape(text);
    }
}
