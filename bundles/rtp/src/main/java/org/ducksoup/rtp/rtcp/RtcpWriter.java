package org.ducksoup.rtp.rtcp;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes datagrams of RTCP (RFC 3550 section 6.1). Safe for use by many threads. */
public final class RtcpWriter {

    private static final int MAX_LENGTH_WORDS = 0xffff;
    private static final int MAX_TEXT_BYTES = 0xff;
    private static final int MANTISSA_BITS = 18;

    private RtcpWriter() {}

    /**
     * Writes packets one after the other. The caller must begin a compound packet as RFC 3550 section 6.1 requires.
     *
     * @param packets in the order wanted; none writes nothing
     * @param buffer written to; after an exception its content from offset on is undefined
     * @param offset index of the first byte written
     * @return number of bytes written, a multiple of 4
     * @throws IllegalArgumentException if it does not fit into the array, a text has more than 255 bytes, a packet more
     *     than 65536 words, or there is an {@link UnknownRtcp}
     * @throws IndexOutOfBoundsException if the offset lies outside the array
     */
    public static int write(List<? extends RtcpPacket> packets, byte[] buffer, int offset) {
        ByteBuffer out = ByteBuffer.wrap(buffer, offset, buffer.length - offset);
        try {
            for (RtcpPacket packet : packets) {
                writePacket(packet, out);
            }
        } catch (BufferOverflowException e) {
            throw new IllegalArgumentException("RTCP does not fit into " + (buffer.length - offset) + " bytes", e);
        }
        return out.position() - offset;
    }

    private static void writePacket(RtcpPacket packet, ByteBuffer out) {
        int start = out.position();
        if (packet instanceof SenderReport report) {
            writeSenderReport(report, out);
        } else if (packet instanceof ReceiverReport report) {
            writeHeader(RtcpFormat.RECEIVER_REPORT, report.reportBlocks().size(), out);
            out.putInt(report.ssrc());
            writeReportBlocks(report.reportBlocks(), out);
        } else if (packet instanceof SourceDescription description) {
            writeSourceDescription(description, out);
        } else if (packet instanceof Goodbye goodbye) {
            writeGoodbye(goodbye, out);
        } else if (packet instanceof PictureLossIndication indication) {
            writeHeader(RtcpFormat.PAYLOAD_SPECIFIC_FEEDBACK, RtcpFormat.PICTURE_LOSS, out);
            out.putInt(indication.senderSsrc()).putInt(indication.mediaSsrc());
        } else if (packet instanceof FullIntraRequest request) {
            writeFullIntraRequest(request, out);
        } else if (packet instanceof GenericNack nack) {
            writeGenericNack(nack, out);
        } else if (packet instanceof TransportFeedback feedback) {
            writeHeader(RtcpFormat.TRANSPORT_LAYER_FEEDBACK, RtcpFormat.TRANSPORT_WIDE, out);
            TransportFeedbackFormat.write(feedback, out);
            writePadding(start, out);
        } else if (packet instanceof ReceiverEstimatedMaximumBitrate estimate) {
            writeEstimate(estimate, out);
        } else {
            throw new IllegalArgumentException("no content to write: " + packet);
        }
        int words = (out.position() - start) / 4 - 1;
        if (words > MAX_LENGTH_WORDS) {
            throw new IllegalArgumentException("an RTCP packet of " + words + " words");
        }
        out.putShort(start + 2, (short) words);
    }

    /** The length is filled in when it is known. */
    private static void writeHeader(int packetType, int format, ByteBuffer out) {
        out.put((byte) (0x80 | format)).put((byte) packetType).putShort((short) 0);
    }

    private static void writeSenderReport(SenderReport report, ByteBuffer out) {
        writeHeader(RtcpFormat.SENDER_REPORT, report.reportBlocks().size(), out);
        out.putInt(report.ssrc()).putLong(report.ntpTime()).putInt((int) report.rtpTimestamp());
        out.putInt((int) report.packetCount()).putInt((int) report.octetCount());
        writeReportBlocks(report.reportBlocks(), out);
    }

    private static void writeReportBlocks(List<ReportBlock> blocks, ByteBuffer out) {
        for (ReportBlock block : blocks) {
            out.putInt(block.ssrc());
            out.putInt(block.fractionLost() << 24 | (block.cumulativeLost() & 0xffffff));
            out.putInt((int) block.extendedHighestSequence()).putInt((int) block.jitter());
            out.putInt(block.lastSenderReport()).putInt(block.delaySinceLastSenderReport());
        }
    }

    private static void writeSourceDescription(SourceDescription description, ByteBuffer out) {
        writeHeader(RtcpFormat.SOURCE_DESCRIPTION, description.chunks().size(), out);
        for (SourceDescription.Chunk chunk : description.chunks()) {
            int start = out.position();
            out.putInt(chunk.ssrc());
            if (!chunk.cname().isEmpty()) {
                out.put((byte) RtcpFormat.CNAME_ITEM);
                writeText(chunk.cname(), out);
            }
            // RFC 3550 section 6.5: at least one null byte ends the items.
            out.put((byte) 0);
            writeZeros(start, out);
        }
    }

    private static void writeGoodbye(Goodbye goodbye, ByteBuffer out) {
        int start = out.position();
        writeHeader(RtcpFormat.GOODBYE, goodbye.ssrcs().size(), out);
        goodbye.ssrcs().forEach(out::putInt);
        if (!goodbye.reason().isEmpty()) {
            writeText(goodbye.reason(), out);
            writeZeros(start, out);
        }
    }

    private static void writeFullIntraRequest(FullIntraRequest request, ByteBuffer out) {
        writeHeader(RtcpFormat.PAYLOAD_SPECIFIC_FEEDBACK, RtcpFormat.FULL_INTRA, out);
        out.putInt(request.senderSsrc()).putInt(0);
        for (FullIntraRequest.Entry entry : request.entries()) {
            out.putInt(entry.ssrc()).putInt(entry.commandSequence() << 24);
        }
    }

    private static void writeGenericNack(GenericNack nack, ByteBuffer out) {
        writeHeader(RtcpFormat.TRANSPORT_LAYER_FEEDBACK, RtcpFormat.GENERIC_NACK, out);
        out.putInt(nack.senderSsrc()).putInt(nack.mediaSsrc());
        List<Integer> lost = nack.lostSequenceNumbers();
        for (int i = 0; i < lost.size(); ) {
            int first = lost.get(i++);
            int following = 0;
            while (i < lost.size()) {
                int bit = (lost.get(i) - first - 1) & 0xffff;
                if (bit >= 16) {
                    break;
                }
                following |= 1 << bit;
                i++;
            }
            out.putShort((short) first).putShort((short) following);
        }
    }

    private static void writeEstimate(ReceiverEstimatedMaximumBitrate estimate, ByteBuffer out) {
        writeHeader(RtcpFormat.PAYLOAD_SPECIFIC_FEEDBACK, RtcpFormat.APPLICATION_LAYER, out);
        int significant = Long.SIZE - Long.numberOfLeadingZeros(estimate.bitsPerSecond());
        int exponent = Math.max(0, significant - MANTISSA_BITS);
        int mantissa = (int) (estimate.bitsPerSecond() >> exponent);
        out.putInt(estimate.senderSsrc()).putInt(0).putInt(RtcpFormat.REMB);
        out.putInt(estimate.ssrcs().size() << 24 | exponent << MANTISSA_BITS | mantissa);
        estimate.ssrcs().forEach(out::putInt);
    }

    private static void writeText(String text, ByteBuffer out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException("a text of " + bytes.length + " bytes");
        }
        out.put((byte) bytes.length).put(bytes);
    }

    private static void writeZeros(int start, ByteBuffer out) {
        while ((out.position() - start) % 4 != 0) {
            out.put((byte) 0);
        }
    }

    /** With the header's padding bit, as browsers do, although RFC 3550 would have multiples of four. */
    private static void writePadding(int start, ByteBuffer out) {
        int padding = -(out.position() - start) & 3;
        if (padding == 0) {
            return;
        }
        writeZeros(start, out);
        out.put(out.position() - 1, (byte) padding);
        out.put(start, (byte) (out.get(start) | 0x20));
    }
}
