package org.ducksoup.microbench;

import java.nio.charset.StandardCharsets;
import org.ducksoup.rtp.HeaderExtensionWriter;
import org.ducksoup.rtp.RtpPacket;

/** Packets as browsers send them, with the three header extensions that this server negotiates. */
public final class Packets {
    /** Header extensions. */
    public static final int MID = 1;

    static final int SEND_TIME = 2;
    static final int TRANSPORT_WIDE = 3;

    public static final int PAYLOAD_TYPE = 96;
    static final byte[] MID_BYTES = "1".getBytes(StandardCharsets.US_ASCII);

    private Packets() {}

    /**
     * Writes an RTP packet at the beginning of a larger array.
     *
     * @param length of the packet
     * @param room behind it
     */
    public static byte[] rtp(int ssrc, int sequenceNumber, int length, int room) {
        byte[] buffer = new byte[length + room];
        writeHeader(new HeaderExtensionWriter(), buffer, ssrc, sequenceNumber);
        return buffer;
    }

    /** Returns the length of the header. */
    static int writeHeader(HeaderExtensionWriter extensions, byte[] buffer, int ssrc, int sequenceNumber) {
        RtpPacket.writeFixedHeader(buffer, 0, true, PAYLOAD_TYPE, sequenceNumber, sequenceNumber * 900L, ssrc, true);
        extensions.begin(buffer, RtpPacket.FIXED_HEADER_LENGTH);
        extensions.add(MID, MID_BYTES);
        extensions.reserve(SEND_TIME, 3);
        int at = extensions.reserve(TRANSPORT_WIDE, 2);
        buffer[at] = (byte) (sequenceNumber >> 8);
        buffer[at + 1] = (byte) sequenceNumber;
        return extensions.end();
    }

    /** Changes the sequence number in place. */
    static void number(byte[] rtp, int sequenceNumber) {
        rtp[2] = (byte) (sequenceNumber >> 8);
        rtp[3] = (byte) sequenceNumber;
    }
}
