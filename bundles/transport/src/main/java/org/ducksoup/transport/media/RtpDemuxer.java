package org.ducksoup.transport.media;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ducksoup.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * Finds the section a packet belongs to (RFC 8843 section 9.2): by a known source, else by the MID in the packet, else
 * by a payload type that only one section has. Only the receive thread calls it, except for {@link #negotiate}.
 */
public final class RtpDemuxer {
    /** The number of sources that one peer can have; the SRTP session accepts no more either. */
    private static final int MAX_SOURCES = 16;

    /**
     * @param sections the receiving sections, and their mids in bytes at the same index
     * @param announced sources that the remote description named
     */
    private record Routes(
            InboundSection[] sections,
            byte[][] mids,
            int midExtension,
            int transportWideExtension,
            Map<Integer, InboundSection> announced) {}

    private final int[] ssrcs = new int[MAX_SOURCES];
    private final @Nullable InboundSection[] known = new InboundSection[MAX_SOURCES];
    private int count;
    private volatile Routes routes = new Routes(new InboundSection[0], new byte[0][], -1, -1, Map.of());

    /** Applies the last negotiation. Sources that were learned before stay in their sections. */
    public void negotiate(
            List<InboundSection> sections,
            int midExtension,
            int transportWideExtension,
            Map<Integer, InboundSection> announced) {
        byte[][] mids = sections.stream()
                .map(s -> s.mid().getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        routes = new Routes(
                sections.toArray(InboundSection[]::new),
                mids,
                midExtension,
                transportWideExtension,
                Map.copyOf(announced));
    }

    @Nullable
    public InboundSection sectionFor(RtpPacket packet) {
        int ssrc = packet.ssrc();
        InboundSection before = sectionOf(ssrc);
        if (before != null) {
            return before;
        }
        InboundSection section = find(packet);
        if (section != null && count < MAX_SOURCES) {
            ssrcs[count] = ssrc;
            known[count++] = section;
        }
        return section;
    }

    /** The section of a source that has sent before, or null. */
    @Nullable
    InboundSection sectionOf(int ssrc) {
        for (int i = 0; i < count; i++) {
            if (ssrcs[i] == ssrc) {
                return known[i];
            }
        }
        return null;
    }

    /** Identifier of the transport-wide sequence number, or -1 if arrivals are not reported. */
    public int transportWideExtension() {
        return routes.transportWideExtension;
    }

    /**
     * The receiving sections of the last negotiation. The array must not be changed. It is an array because it is read
     * for every packet, and a loop over it allocates nothing.
     */
    InboundSection[] sections() {
        return routes.sections;
    }

    /** Every track that has begun. For the timer's thread. */
    List<TrackReceiver> receivers() {
        return Arrays.stream(routes.sections)
                .map(InboundSection::receiver)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    private @Nullable InboundSection find(RtpPacket packet) {
        Routes current = routes;
        int at = current.midExtension < 0 ? -1 : packet.extensionOffset(current.midExtension);
        if (at >= 0) {
            int end = at + packet.extensionLength(current.midExtension);
            for (int i = 0; i < current.mids.length; i++) {
                byte[] mid = current.mids[i];
                if (Arrays.equals(packet.buffer(), at, end, mid, 0, mid.length)) {
                    return current.sections[i];
                }
            }
        }
        InboundSection announced = current.announced.get(packet.ssrc());
        return announced != null ? announced : byPayloadType(current, packet.payloadType());
    }

    private static @Nullable InboundSection byPayloadType(Routes routes, int payloadType) {
        InboundSection only = null;
        for (InboundSection section : routes.sections) {
            if (section.codec(payloadType) != null || section.repairedBy(payloadType) != null) {
                if (only != null) {
                    return null;
                }
                only = section;
            }
        }
        return only;
    }
}
