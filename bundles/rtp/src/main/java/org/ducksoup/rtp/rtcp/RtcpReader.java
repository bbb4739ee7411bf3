package org.ducksoup.rtp.rtcp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Reads datagrams of RTCP: compound packets (RFC 3550 section 6.1) and reduced-size ones, which may begin with any kind (RFC
 * 5506). Time and memory are bounded by the length of the datagram, whatever it claims. Safe for use by many threads.
 */
public final class RtcpReader {

    private RtcpReader() {}

    /**
     * Reads all packets of one datagram, decrypted.
     *
     * @param buffer holds the datagram; nothing of it is kept
     * @param offset index of its first byte
     * @param length number of its bytes
     * @return at least one packet, in their order, unmodifiable; kinds not known here as {@link UnknownRtcp}
     * @throws MalformedRtcpException if any of it is malformed; then nothing of the datagram should be believed
     * @throws IndexOutOfBoundsException if offset and length lie outside the array
     */
    public static List<RtcpPacket> read(byte[] buffer, int offset, int length) throws MalformedRtcpException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        RtcpCursor datagram = new RtcpCursor(buffer, offset, offset + length);
        List<RtcpPacket> packets = new ArrayList<>(4);
        do {
            packets.add(packet(datagram));
        } while (datagram.remaining() > 0);
        return Collections.unmodifiableList(packets);
    }

    private static RtcpPacket packet(RtcpCursor datagram) throws MalformedRtcpException {
        int first = datagram.unsigned8();
        int type = datagram.unsigned8();
        RtcpCursor body = datagram.slice(4 * datagram.unsigned16());
        if (first >> 6 != 2) {
            throw new MalformedRtcpException("not version 2");
        }
        if ((first & 0x20) != 0) {
            body.stripPadding();
        }
        int format = first & 0x1f;
        return switch (type) {
            case RtcpFormat.SENDER_REPORT -> senderReport(body, format);
            case RtcpFormat.RECEIVER_REPORT -> new ReceiverReport(body.int32(), reportBlocks(body, format));
            case RtcpFormat.SOURCE_DESCRIPTION -> sourceDescription(body, format);
            case RtcpFormat.GOODBYE -> goodbye(body, format);
            case RtcpFormat.TRANSPORT_LAYER_FEEDBACK -> transportLayerFeedback(body, format);
            case RtcpFormat.PAYLOAD_SPECIFIC_FEEDBACK -> payloadSpecificFeedback(body, format);
            default -> new UnknownRtcp(type, format);
        };
    }

    private static SenderReport senderReport(RtcpCursor body, int count) throws MalformedRtcpException {
        return new SenderReport(
                body.int32(),
                body.int64(),
                body.unsigned32(),
                body.unsigned32(),
                body.unsigned32(),
                reportBlocks(body, count));
    }

    /** The bytes after the blocks are a profile's extension (RFC 3550 section 6.4.3), which is not used here. */
    private static List<ReportBlock> reportBlocks(RtcpCursor body, int count) throws MalformedRtcpException {
        List<ReportBlock> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            blocks.add(new ReportBlock(
                    body.int32(),
                    body.unsigned8(),
                    body.signed24(),
                    body.unsigned32(),
                    body.unsigned32(),
                    body.int32(),
                    body.int32()));
        }
        return blocks;
    }

    private static SourceDescription sourceDescription(RtcpCursor body, int count) throws MalformedRtcpException {
        List<SourceDescription.Chunk> chunks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int start = body.position();
            int ssrc = body.int32();
            String cname = "";
            for (int item = body.unsigned8(); item != 0; item = body.unsigned8()) {
                String text = body.text(body.unsigned8());
                if (item == RtcpFormat.CNAME_ITEM) {
                    cname = text;
                }
            }
            // RFC 3550 section 6.5: the list ends with a null byte, and the chunk on a 32-bit boundary.
            body.skip(-(body.position() - start) & 3);
            chunks.add(new SourceDescription.Chunk(ssrc, cname));
        }
        return new SourceDescription(chunks);
    }

    private static Goodbye goodbye(RtcpCursor body, int count) throws MalformedRtcpException {
        List<Integer> ssrcs = sources(body, count);
        String reason = body.remaining() > 0 ? body.text(body.unsigned8()) : "";
        return new Goodbye(ssrcs, reason);
    }

    private static RtcpPacket transportLayerFeedback(RtcpCursor body, int format) throws MalformedRtcpException {
        return switch (format) {
            case RtcpFormat.GENERIC_NACK -> genericNack(body);
            case RtcpFormat.TRANSPORT_WIDE -> TransportFeedbackFormat.read(body);
            default -> new UnknownRtcp(RtcpFormat.TRANSPORT_LAYER_FEEDBACK, format);
        };
    }

    private static RtcpPacket payloadSpecificFeedback(RtcpCursor body, int format) throws MalformedRtcpException {
        return switch (format) {
            case RtcpFormat.PICTURE_LOSS -> new PictureLossIndication(body.int32(), body.int32());
            case RtcpFormat.FULL_INTRA -> fullIntraRequest(body);
            case RtcpFormat.APPLICATION_LAYER -> applicationLayerFeedback(body);
            default -> new UnknownRtcp(RtcpFormat.PAYLOAD_SPECIFIC_FEEDBACK, format);
        };
    }

    private static GenericNack genericNack(RtcpCursor body) throws MalformedRtcpException {
        int sender = body.int32();
        int media = body.int32();
        List<Integer> lost = new ArrayList<>();
        do {
            int first = body.unsigned16();
            int following = body.unsigned16();
            lost.add(first);
            for (int i = 0; i < 16; i++) {
                if ((following & 1 << i) != 0) {
                    lost.add((first + i + 1) & 0xffff);
                }
            }
        } while (body.remaining() > 0);
        return new GenericNack(sender, media, lost);
    }

    private static FullIntraRequest fullIntraRequest(RtcpCursor body) throws MalformedRtcpException {
        int sender = body.int32();
        // RFC 5104 section 4.3.1.2: the media source of the common header is not used.
        body.skip(4);
        List<FullIntraRequest.Entry> entries = new ArrayList<>();
        do {
            entries.add(new FullIntraRequest.Entry(body.int32(), body.unsigned8()));
            body.skip(3);
        } while (body.remaining() > 0);
        return new FullIntraRequest(sender, entries);
    }

    private static RtcpPacket applicationLayerFeedback(RtcpCursor body) throws MalformedRtcpException {
        int sender = body.int32();
        body.skip(4);
        if (body.remaining() < 4 || body.int32() != RtcpFormat.REMB) {
            return new UnknownRtcp(RtcpFormat.PAYLOAD_SPECIFIC_FEEDBACK, RtcpFormat.APPLICATION_LAYER);
        }
        int count = body.unsigned8();
        int exponentAndMantissa = body.signed24();
        int exponent = exponentAndMantissa >> 18 & 0x3f;
        long mantissa = exponentAndMantissa & 0x3ffff;
        long bitsPerSecond = mantissa << exponent;
        if (bitsPerSecond >> exponent != mantissa) {
            bitsPerSecond = Long.MAX_VALUE;
        }
        return new ReceiverEstimatedMaximumBitrate(sender, bitsPerSecond, sources(body, count));
    }

    private static List<Integer> sources(RtcpCursor body, int count) throws MalformedRtcpException {
        List<Integer> ssrcs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ssrcs.add(body.int32());
        }
        return ssrcs;
    }
}
