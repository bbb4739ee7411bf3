package org.ducksoup.rtp.rtcp;

import java.util.List;

/**
 * A command to send a key frame (RFC 5104 section 4.3.1).
 *
 * @param senderSsrc who asks
 * @param entries one per video source that is to answer, at least one
 */
public record FullIntraRequest(int senderSsrc, List<Entry> entries) implements RtcpPacket {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is no entry
     */
    public FullIntraRequest {
        Ranges.check("number of entries", entries.size(), 1, Integer.MAX_VALUE);
        entries = List.copyOf(entries);
    }

    /**
     * The command to one source.
     *
     * @param ssrc the video source
     * @param commandSequence 0 to 255, modulo 256 one more for each new command; the same one again is a repetition, which the
     *     source does not answer twice
     */
    public record Entry(int ssrc, int commandSequence) {

        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if the number is not in 0..255
         */
        public Entry {
            Ranges.unsigned8("command sequence number", commandSequence);
        }
    }
}
