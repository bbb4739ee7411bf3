package org.ducksoup.rtp.rtcp;

import java.nio.ByteBuffer;

/**
 * The bytes of {@link TransportFeedback} after the header: draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1.
 *
 * <p>A packet's status is 0 for not received, or the number of bytes its delta takes: 1 or 2.
 */
final class TransportFeedbackFormat {

    private static final int VECTOR = 0x8000;
    private static final int TWO_BIT_SYMBOLS = 0x4000;
    private static final int ONE_BIT_CAPACITY = 14;
    private static final int TWO_BIT_CAPACITY = 7;
    private static final int RUN_CAPACITY = 0x1fff;
    private static final int RESERVED = 3;

    private TransportFeedbackFormat() {}

    static TransportFeedback read(RtcpCursor body) throws MalformedRtcpException {
        int sender = body.int32();
        int media = body.int32();
        int base = body.unsigned16();
        int count = body.unsigned16();
        int reference = body.signed24();
        int feedbackCount = body.unsigned8();
        if (count == 0) {
            throw new MalformedRtcpException("feedback on no packet");
        }
        RtcpCursor chunks = body.fork();
        for (int covered = 0; covered < count; ) {
            covered += capacity(body.unsigned16());
        }
        // Each delta takes a byte or two, whatever the count claims.
        Arrivals.Builder arrivals = new Arrivals.Builder(Math.min(count, body.remaining()));
        for (int covered = 0; covered < count; ) {
            int chunk = chunks.unsigned16();
            int used = Math.min(capacity(chunk), count - covered);
            readArrivals(chunk, used, base + covered, body, arrivals);
            covered += used;
        }
        return new TransportFeedback(sender, media, base, count, reference, feedbackCount, arrivals.build());
    }

    private static void readArrivals(int chunk, int used, int sequence, RtcpCursor deltas, Arrivals.Builder arrivals)
            throws MalformedRtcpException {
        if (chunk <= RUN_CAPACITY) {
            // Thousands of packets that did not arrive, in two bytes: they must cost no more than one.
            return;
        }
        for (int i = 0; i < used; i++) {
            int status = status(chunk, i);
            if (status == RESERVED) {
                throw new MalformedRtcpException("a packet status that is reserved");
            }
            if (status != 0) {
                int delta = status == 1 ? deltas.unsigned8() : deltas.signed16();
                arrivals.add((sequence + i) & 0xffff, delta);
            }
        }
    }

    private static int capacity(int chunk) {
        if ((chunk & VECTOR) == 0) {
            return chunk & RUN_CAPACITY;
        }
        return (chunk & TWO_BIT_SYMBOLS) == 0 ? ONE_BIT_CAPACITY : TWO_BIT_CAPACITY;
    }

    private static int status(int chunk, int index) {
        if ((chunk & VECTOR) == 0) {
            return chunk >> 13 & 3;
        }
        return (chunk & TWO_BIT_SYMBOLS) == 0 ? chunk >> (13 - index) & 1 : chunk >> (12 - 2 * index) & 3;
    }

    static void write(TransportFeedback feedback, ByteBuffer out) {
        out.putInt(feedback.senderSsrc()).putInt(feedback.mediaSsrc());
        out.putShort((short) feedback.baseSequence()).putShort((short) feedback.packetStatusCount());
        out.putInt(feedback.referenceTime() << 8 | feedback.feedbackPacketCount());
        Arrivals arrivals = feedback.arrivals();
        byte[] statuses = new byte[feedback.packetStatusCount()];
        for (int i = 0; i < arrivals.size(); i++) {
            int index = (arrivals.sequenceNumber(i) - feedback.baseSequence()) & 0xffff;
            statuses[index] = (byte) (isSmall(arrivals.delta(i)) ? 1 : 2);
        }
        for (int written = 0; written < statuses.length; ) {
            written += writeChunk(statuses, written, out);
        }
        for (int i = 0; i < arrivals.size(); i++) {
            int delta = arrivals.delta(i);
            if (isSmall(delta)) {
                out.put((byte) delta);
            } else {
                out.putShort((short) delta);
            }
        }
    }

    private static boolean isSmall(int delta) {
        return delta >= 0 && delta <= 0xff;
    }

    /** Takes, of the three kinds of chunk, the one that covers most, and says how many statuses that is. */
    private static int writeChunk(byte[] statuses, int from, ByteBuffer out) {
        int left = statuses.length - from;
        int run = prefix(statuses, from, Math.min(left, RUN_CAPACITY), statuses[from], statuses[from]);
        int oneBit = Math.min(left, ONE_BIT_CAPACITY);
        boolean oneBitSuffices = prefix(statuses, from, oneBit, 0, 1) == oneBit;
        int vector = oneBitSuffices ? oneBit : Math.min(left, TWO_BIT_CAPACITY);
        if (run >= vector) {
            out.putShort((short) (statuses[from] << 13 | run));
            return run;
        }
        int chunk = oneBitSuffices ? VECTOR : VECTOR | TWO_BIT_SYMBOLS;
        for (int i = 0; i < vector; i++) {
            chunk |= statuses[from + i] << (oneBitSuffices ? 13 - i : 12 - 2 * i);
        }
        out.putShort((short) chunk);
        return vector;
    }

    /** How many statuses from there on lie between two values. */
    private static int prefix(byte[] statuses, int from, int limit, int least, int most) {
        int length = 0;
        while (length < limit && statuses[from + length] >= least && statuses[from + length] <= most) {
            length++;
        }
        return length;
    }
}
