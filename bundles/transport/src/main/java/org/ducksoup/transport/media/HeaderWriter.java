package org.ducksoup.transport.media;

import org.ducksoup.rtp.HeaderExtensionWriter;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.transport.srtp.SrtpSession;

/**
 * Writes the header that one receiver gets: its own numbers, and the extensions it negotiated. One thread at a time.
 */
final class HeaderWriter {
    /** The headers of UDP and IPv4, which count where bandwidth is short, and the usual authentication tag. */
    private static final int OVERHEAD = 28 + SrtpSession.OVERHEAD - 4;

    private final OutboundPath path;
    private final HeaderExtensionWriter extensions = new HeaderExtensionWriter();

    HeaderWriter(OutboundPath path) {
        this.path = path;
    }

    /**
     * Writes at the beginning of the buffer.
     *
     * @param payloadLength length of the payload that will follow
     * @param level loudness, or -1 to say none
     * @return length of the header
     */
    int write(
            byte[] buffer,
            boolean marker,
            int payloadType,
            int sequenceNumber,
            long timestamp,
            int ssrc,
            TrackSender.Negotiated to,
            int payloadLength,
            int level) {
        boolean extended = to.isExtended();
        RtpPacket.writeFixedHeader(buffer, 0, marker, payloadType, sequenceNumber, timestamp, ssrc, extended);
        if (!extended) {
            return RtpPacket.FIXED_HEADER_LENGTH;
        }
        extensions.begin(buffer, RtpPacket.FIXED_HEADER_LENGTH);
        if (to.midExtension() > 0) {
            extensions.add(to.midExtension(), to.mid());
        }
        if (to.sendTimeExtension() > 0) {
            writeSendTime(buffer, extensions.reserve(to.sendTimeExtension(), 3));
        }
        if (level >= 0) {
            buffer[extensions.reserve(to.audioLevelExtension(), 1)] = (byte) level;
        }
        int transportWide = to.transportWideExtension() > 0 ? extensions.reserve(to.transportWideExtension(), 2) : -1;
        int length = extensions.end();
        if (transportWide > 0) {
            int number = path.transportSequence().number(length + payloadLength + OVERHEAD, System.nanoTime());
            buffer[transportWide] = (byte) (number >> 8);
            buffer[transportWide + 1] = (byte) number;
        }
        return length;
    }

    /** Seconds modulo 64 in 6.18 fixed point. */
    private void writeSendTime(byte[] buffer, int index) {
        long value = path.ntpTime() >>> 14;
        buffer[index] = (byte) (value >> 16);
        buffer[index + 1] = (byte) (value >> 8);
        buffer[index + 2] = (byte) value;
    }
}
