package org.ducksoup.transport.media;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ducksoup.rtp.RtpPacket;

/**
 * Jazzer's way to header extensions (RFC 8285): every identifier of a packet is looked up, and what was found never lies outside
 * the header. The input is a packet from its thirteenth byte, so that nothing has to be guessed before the extensions.
 */
public final class HeaderExtensionFuzzer {
    private static final int[] IDENTIFIERS = {0, 1, 2, 3, 4, 13, 14, 15, 16, 127, 255};

    private HeaderExtensionFuzzer() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        byte[] buffer = new byte[input.length + 40];
        Arrays.fill(buffer, (byte) 0x10);
        int offset = 8;
        RtpPacket.writeFixedHeader(buffer, offset, false, 96, 1, 2, 3, true);
        System.arraycopy(input, 0, buffer, offset + 12, input.length);
        RtpPacket packet = new RtpPacket();
        if (!packet.wrap(buffer, offset, input.length + 12)) {
            return;
        }
        for (int id : IDENTIFIERS) {
            int at = packet.extensionOffset(id);
            int length = packet.extensionLength(id);
            if (at >= 0 && (at < offset + 16 || length < 0 || at + length > packet.payloadOffset())) {
                throw new AssertionError("extension " + id + " has " + length + " bytes at " + at
                        + " of a header that ends at " + packet.payloadOffset());
            }
        }
        InboundSection section = new InboundSection("video");
        section.negotiate(Map.of(), Map.of(), false, "track", true);
        RtpDemuxer demuxer = new RtpDemuxer();
        demuxer.negotiate(List.of(section), 1, 3, Map.of());
        demuxer.sectionFor(packet);
    }
}
