package org.ducksoup.rtp.rtcp;

import java.util.List;

/**
 * Which sources belong together (RFC 3550 section 6.5). Of the items only CNAME is kept: WebRTC uses no other (RFC 8834
 * section 4.8).
 *
 * @param chunks one per source, 0 to 31
 */
public record SourceDescription(List<Chunk> chunks) implements RtcpPacket {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are more than 31 chunks
     */
    public SourceDescription {
        Ranges.fiveBitCount("chunks", chunks.size());
        chunks = List.copyOf(chunks);
    }

    /**
     * The name of one source.
     *
     * @param ssrc the source
     * @param cname the same for all sources of one participant that are to play in step; up to 255 bytes of UTF-8, empty for a
     *     chunk without it. {@link RtcpWriter} refuses a longer one.
     */
    public record Chunk(int ssrc, String cname) {}
}
