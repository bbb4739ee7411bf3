package org.ducksoup.transport.sdp;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One {@code m=} line and what belongs to it.
 *
 * @param kind {@code audio}, {@code video}, or another medium, as written
 * @param port 0 when the section is rejected
 * @param mid identification in the bundle (RFC 5888)
 * @param direction which way media goes
 * @param transport credentials, as far as this section says them
 * @param codecs in order of preference
 * @param extensions header extensions
 * @param msid {@code stream track} (RFC 8830), or null
 * @param sources synchronisation sources announced, each with its canonical name
 * @param repairs which source carries the retransmissions of which (RFC 5576 section 4.2, {@code FID})
 * @param candidates {@code candidate:…} as written
 */
public record MediaSection(
        String kind,
        int port,
        String mid,
        Direction direction,
        TransportAttributes transport,
        List<RtpMap> codecs,
        List<ExtMap> extensions,
        @Nullable String msid,
        List<Source> sources,
        List<Repair> repairs,
        List<String> candidates) {
    public MediaSection {
        codecs = List.copyOf(codecs);
        extensions = List.copyOf(extensions);
        sources = List.copyOf(sources);
        repairs = List.copyOf(repairs);
        candidates = List.copyOf(candidates);
    }

    /**
     * @param ssrc synchronisation source, unsigned in 32 bits
     * @param cname canonical name
     */
    public record Source(int ssrc, String cname) {}

    /**
     * @param ssrc of the media
     * @param repairSsrc of its retransmissions (RFC 4588 section 8.3)
     */
    public record Repair(int ssrc, int repairSsrc) {}

    /** False if the section is rejected. */
    public boolean isAccepted() {
        return port != 0;
    }

    public Optional<RtpMap> codec(int payloadType) {
        return codecs.stream().filter(c -> c.payloadType() == payloadType).findFirst();
    }

    /** The identifier of a header extension, or -1. */
    public int extensionId(String uri) {
        return extensions.stream()
                .filter(e -> e.uri().equals(uri))
                .mapToInt(ExtMap::id)
                .findFirst()
                .orElse(-1);
    }
}
