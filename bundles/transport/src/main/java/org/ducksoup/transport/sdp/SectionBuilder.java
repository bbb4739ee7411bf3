package org.ducksoup.transport.sdp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ducksoup.transport.dtls.Fingerprint;
import org.jspecify.annotations.Nullable;

/** Collects the attributes of one media section, or of the session, during parsing. */
final class SectionBuilder {
    /** Most attributes of one kind in a section. */
    private static final int MAX_ENTRIES = 128;

    private final String kind;
    private final int port;
    private final List<Integer> payloadTypes;
    private final Map<Integer, String> rtpMaps = new TreeMap<>();
    private final Map<Integer, String> parameters = new TreeMap<>();
    private final Map<Integer, List<String>> feedback = new TreeMap<>();
    private final List<ExtMap> extensions = new ArrayList<>();
    private final Map<Integer, String> sources = new LinkedHashMap<>();
    private final List<MediaSection.Repair> repairs = new ArrayList<>();
    private final List<String> candidates = new ArrayList<>();
    private String mid = "";
    private Direction direction = Direction.SENDRECV;
    private @Nullable String ufrag;
    private @Nullable String password;
    private @Nullable Fingerprint fingerprint;
    private @Nullable String setup;
    private @Nullable String msid;

    SectionBuilder(String kind, int port, List<Integer> payloadTypes) {
        this.kind = kind;
        this.port = port;
        this.payloadTypes = payloadTypes;
    }

    void attribute(String name, String value) throws SdpException {
        switch (name) {
            case "mid" -> mid = value;
            case "ice-ufrag" -> ufrag = credential(value, 4, "ice-ufrag");
            case "ice-pwd" -> password = credential(value, 22, "ice-pwd");
            case "setup" -> setup = value;
            case "msid" -> msid = value;
            case "fingerprint" -> {
                String[] words = value.split(" +");
                if (words.length != 2) {
                    throw new SdpException("malformed fingerprint");
                }
                fingerprint = new Fingerprint(words[0], words[1]);
            }
            case "sendrecv" -> direction = Direction.SENDRECV;
            case "sendonly" -> direction = Direction.SENDONLY;
            case "recvonly" -> direction = Direction.RECVONLY;
            case "inactive" -> direction = Direction.INACTIVE;
            case "rtpmap" -> payloadAttribute(value, rtpMaps);
            case "fmtp" -> payloadAttribute(value, parameters);
            case "rtcp-fb" -> feedback(value);
            case "extmap" -> extension(value);
            case "ssrc" -> source(value);
            case "ssrc-group" -> group(value);
            case "candidate" -> {
                if (candidates.size() < MAX_ENTRIES) {
                    candidates.add("candidate:" + value);
                }
            }
            default -> {
                // An attribute that is not used here is no error.
            }
        }
    }

    private static String credential(String value, int min, String name) throws SdpException {
        if (value.length() < min || value.length() > 256) {
            throw new SdpException(name + " has " + min + " to 256 characters");
        }
        return value;
    }

    private void payloadAttribute(String value, Map<Integer, String> target) throws SdpException {
        int space = value.indexOf(' ');
        if (space > 0 && target.size() < MAX_ENTRIES) {
            int payloadType = (int) SdpParser.number(value.substring(0, space), 0, 127, "payload type");
            target.put(payloadType, value.substring(space + 1).trim());
        }
    }

    private void feedback(String value) throws SdpException {
        int space = value.indexOf(' ');
        if (space <= 0) {
            return;
        }
        String text = value.substring(space + 1).trim();
        String payloadType = value.substring(0, space);
        if (payloadType.equals("*")) {
            payloadTypes.forEach(each -> addFeedback(each, text));
        } else {
            addFeedback((int) SdpParser.number(payloadType, 0, 127, "payload type"), text);
        }
    }

    private void addFeedback(int payloadType, String text) {
        List<String> list = feedback.computeIfAbsent(payloadType, x -> new ArrayList<>());
        if (list.size() < MAX_ENTRIES) {
            list.add(text);
        }
    }

    private void extension(String value) throws SdpException {
        String[] words = value.split(" +");
        int slash = words[0].indexOf('/');
        String id = slash < 0 ? words[0] : words[0].substring(0, slash);
        if (words.length >= 2 && extensions.size() < MAX_ENTRIES) {
            extensions.add(new ExtMap((int) SdpParser.number(id, 1, 255, "extmap id"), words[1]));
        }
    }

    private void source(String value) throws SdpException {
        String[] words = value.split(" ", 2);
        if (words.length == 2 && words[1].startsWith("cname:") && sources.size() < MAX_ENTRIES) {
            long ssrc = SdpParser.number(words[0], 0, 0xffffffffL, "ssrc");
            sources.put((int) ssrc, words[1].substring("cname:".length()));
        }
    }

    private void group(String value) throws SdpException {
        String[] words = value.split(" +");
        if (words.length == 3 && words[0].equals("FID") && repairs.size() < MAX_ENTRIES) {
            repairs.add(new MediaSection.Repair((int) SdpParser.number(words[1], 0, 0xffffffffL, "ssrc"), (int)
                    SdpParser.number(words[2], 0, 0xffffffffL, "ssrc")));
        }
    }

    TransportAttributes transport() {
        return new TransportAttributes(ufrag, password, fingerprint, setup);
    }

    MediaSection build(TransportAttributes session) {
        return new MediaSection(
                kind,
                port,
                mid,
                direction,
                transport().orElse(session),
                codecs(),
                extensions,
                msid,
                sources.entrySet().stream()
                        .map(e -> new MediaSection.Source(e.getKey(), e.getValue()))
                        .toList(),
                repairs,
                candidates);
    }

    private List<RtpMap> codecs() {
        List<RtpMap> codecs = new ArrayList<>();
        for (int payloadType : payloadTypes) {
            String map = rtpMaps.get(payloadType);
            if (map == null) {
                continue;
            }
            String[] parts = map.split("/");
            try {
                codecs.add(new RtpMap(
                        payloadType,
                        parts[0],
                        Integer.parseInt(parts[1]),
                        parts.length > 2 ? Integer.valueOf(parts[2]) : null,
                        parameters.get(payloadType),
                        feedback.getOrDefault(payloadType, List.of())));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException malformed) {
                // A codec with attributes that make no sense counts as unknown.
            }
        }
        return codecs;
    }
}
