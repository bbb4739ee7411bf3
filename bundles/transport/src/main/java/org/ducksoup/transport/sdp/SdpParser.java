package org.ducksoup.transport.sdp;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses session descriptions. It tolerates unknown lines, is strict with the lines that it uses, and bounds
 * everything, because the text comes from a stranger.
 */
public final class SdpParser {
    /** A browser's description of 16 sections has about 60 000 characters. */
    static final int MAX_LENGTH = 200_000;

    static final int MAX_SECTIONS = 64;

    private String sessionId = "0";
    private long version;
    private List<String> bundle = List.of();
    private final SectionBuilder session = new SectionBuilder("", 0, List.of());
    private final List<SectionBuilder> sections = new ArrayList<>();

    private SdpParser() {}

    /** @throws SdpException naming the line or the rule */
    public static Sdp parse(String text) throws SdpException {
        if (text.length() > MAX_LENGTH) {
            throw new SdpException("a session description has at most " + MAX_LENGTH + " characters");
        }
        SdpParser parser = new SdpParser();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            parser.line(line);
        }
        return parser.sdp();
    }

    private void line(String line) throws SdpException {
        if (line.length() < 2 || line.charAt(1) != '=') {
            if (line.isBlank()) {
                return;
            }
            throw new SdpException("not a line of a session description: " + excerpt(line));
        }
        String value = line.substring(2).trim();
        switch (line.charAt(0)) {
            case 'o' -> origin(value);
            case 'm' -> sections.add(media(value));
            case 'a' -> attribute(value);
            default -> {
                // Version, name, times, bandwidth and connection lines have no meaning in WebRTC.
            }
        }
    }

    private void origin(String value) throws SdpException {
        String[] words = value.split(" ");
        if (words.length < 6) {
            throw new SdpException("malformed o= line");
        }
        sessionId = words[1];
        version = number(words[2], 0, Long.MAX_VALUE, "o= version");
    }

    private SectionBuilder media(String value) throws SdpException {
        if (sections.size() == MAX_SECTIONS) {
            throw new SdpException("a session description has at most " + MAX_SECTIONS + " media sections");
        }
        String[] words = value.split(" +");
        if (words.length < 4) {
            throw new SdpException("malformed m= line: " + excerpt(value));
        }
        int port = (int) number(words[1], 0, 65535, "m= port");
        // Each value counts once: a repeated line must not multiply its meaning.
        Set<Integer> payloadTypes = new LinkedHashSet<>();
        if (words[0].equals("audio") || words[0].equals("video")) {
            for (int i = 3; i < words.length; i++) {
                payloadTypes.add((int) number(words[i], 0, 127, "payload type"));
            }
        }
        return new SectionBuilder(words[0], port, List.copyOf(payloadTypes));
    }

    private void attribute(String attribute) throws SdpException {
        int colon = attribute.indexOf(':');
        String name = colon < 0 ? attribute : attribute.substring(0, colon);
        String value = colon < 0 ? "" : attribute.substring(colon + 1);
        if (!sections.isEmpty()) {
            sections.get(sections.size() - 1).attribute(name, value);
        } else if (name.equals("group") && value.startsWith("BUNDLE")) {
            bundle = List.of(value.substring("BUNDLE".length()).trim().split(" +"));
        } else {
            session.attribute(name, value);
        }
    }

    private Sdp sdp() {
        TransportAttributes common = session.transport();
        return new Sdp(
                sessionId,
                version,
                bundle,
                sections.stream().map(s -> s.build(common)).toList());
    }

    static long number(String text, long min, long max, String what) throws SdpException {
        return parseNumber(text, min, max)
                .orElseThrow(() ->
                        new SdpException(what + " is not a number from " + min + " to " + max + ": " + excerpt(text)));
    }

    private static Optional<Long> parseNumber(@Nullable String text, long min, long max) {
        try {
            long value = Long.parseLong(text == null ? "" : text.trim());
            return value < min || value > max ? Optional.empty() : Optional.of(value);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    static String excerpt(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
