package org.ducksoup.transport.srtp;

import java.security.GeneralSecurityException;

/**
 * The context of one source under AEAD_AES_128_GCM. It allocates nothing for a packet where the cipher does not, while
 * jitsi-srtp makes parameters for each.
 */
final class GcmContext implements RtpContext {
    private static final int FIXED_HEADER = 12;

    private final GcmKeys.Packets packets;
    private final int ssrc;
    private final PacketIndex index = new PacketIndex();

    /** @param packets in the mode that fits; sources with one user at a time may share it */
    GcmContext(GcmKeys.Packets packets, int ssrc) {
        this.packets = packets;
        this.ssrc = ssrc;
    }

    @Override
    public int protect(byte[] buffer, int offset, int length) {
        int headerLength = headerLength(buffer, offset, length);
        if (headerLength < 0 || offset + length + GcmKeys.TAG_LENGTH > buffer.length) {
            return -1;
        }
        return run(buffer, offset, headerLength, length) ? length + GcmKeys.TAG_LENGTH : -1;
    }

    @Override
    public int unprotect(byte[] buffer, int offset, int length) {
        int headerLength = headerLength(buffer, offset, length - GcmKeys.TAG_LENGTH);
        return headerLength > 0 && run(buffer, offset, headerLength, length) ? length - GcmKeys.TAG_LENGTH : -1;
    }

    private boolean run(byte[] buffer, int offset, int headerLength, int length) {
        int sequenceNumber = unsignedShort(buffer, offset + 2);
        int rollOverCounter = index.rollOverCounter(sequenceNumber);
        try {
            packets.run(buffer, offset, headerLength, length, ssrc, rollOverCounter);
        } catch (GeneralSecurityException e) {
            return false;
        }
        index.accept(sequenceNumber, rollOverCounter);
        return true;
    }

    /** The header is authenticated and not encrypted; -1 if it does not fit into the packet. */
    private static int headerLength(byte[] buffer, int offset, int length) {
        if (length < FIXED_HEADER || (buffer[offset] & 0xc0) != 0x80) {
            return -1;
        }
        int headerLength = FIXED_HEADER + 4 * (buffer[offset] & 0x0f);
        if ((buffer[offset] & 0x10) != 0) {
            if (length < headerLength + 4) {
                return -1;
            }
            headerLength += 4 + 4 * unsignedShort(buffer, offset + headerLength + 2);
        }
        return headerLength <= length ? headerLength : -1;
    }

    private static int unsignedShort(byte[] buffer, int at) {
        return (buffer[at] & 0xff) << 8 | (buffer[at + 1] & 0xff);
    }
}
