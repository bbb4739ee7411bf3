package org.ducksoup.rtp.payload;

import java.util.Arrays;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.SequenceNumbers;

/** Brings packets into the order of their sequence numbers, waiting a bounded time for the missing ones. */
final class ReorderBuffer {
    /** The most packets that are held back: more than a participant sends while a gap is waited for. */
    static final int SLOTS = 256;

    /** How long a gap is waited for: long enough for a second retransmission over 150 ms of round trip. */
    static final long HOLD_NANOS = 400_000_000L;

    private static final byte[] NOTHING = new byte[0];

    /** Takes the packets in order. */
    interface Output {
        /** @param lostBefore number of packets that are missing right before this one */
        void onPacket(
                byte[] payload,
                int offset,
                int length,
                long timestamp,
                boolean marker,
                long arrivalNanos,
                long lostBefore);
    }

    private static final class Slot {
        private byte[] payload = NOTHING;
        private int length;
        private long timestamp;
        private boolean marker;
        private long arrivalNanos;
        private boolean used;
    }

    private final Output output;
    private final Slot[] slots = new Slot[SLOTS];
    private boolean started;
    private int next;
    private int held;
    private int restartAt = -1;
    private long lostBefore;
    private long lostPackets;
    private long latePackets;

    ReorderBuffer(Output output) {
        this.output = output;
        Arrays.setAll(slots, index -> new Slot());
    }

    long lostPackets() {
        return lostPackets;
    }

    long latePackets() {
        return latePackets;
    }

    void offer(RtpPacket packet, long arrivalNanos) {
        int sequence = packet.sequenceNumber();
        if (!started) {
            started = true;
            next = sequence;
        }
        int ahead = SequenceNumbers.difference(sequence, next);
        if (ahead < 0 && !restarts(sequence, ahead)) {
            latePackets++;
            return;
        }
        while (held > 0 && (ahead < 0 || ahead >= SLOTS)) {
            skipGap();
            ahead = SequenceNumbers.difference(sequence, next);
        }
        if (ahead < 0 || ahead >= SLOTS) {
            giveUp(Math.max(1, ahead));
            next = sequence;
        }
        restartAt = -1;
        if (sequence == next) {
            next = SequenceNumbers.next(next);
            hand(packet.buffer(), packet.payloadOffset(), packet.payloadLength(), packet, arrivalNanos);
            handRun();
        } else {
            hold(packet, sequence, arrivalNanos);
        }
        release(arrivalNanos);
    }

    /** Whether two packets in a row are far behind: the sender has restarted its numbers (RFC 3550 appendix A.1). */
    private boolean restarts(int sequence, int ahead) {
        boolean again = sequence == restartAt;
        restartAt = ahead < -SLOTS ? SequenceNumbers.next(sequence) : -1;
        return again && ahead < -SLOTS;
    }

    private void hold(RtpPacket packet, int sequence, long arrivalNanos) {
        Slot slot = slots[sequence % SLOTS];
        if (slot.used) {
            latePackets++;
            return;
        }
        int length = packet.payloadLength();
        if (slot.payload.length < length) {
            slot.payload = new byte[Math.max(1500, length)];
        }
        System.arraycopy(packet.buffer(), packet.payloadOffset(), slot.payload, 0, length);
        slot.length = length;
        slot.timestamp = packet.timestamp();
        slot.marker = packet.marker();
        slot.arrivalNanos = arrivalNanos;
        slot.used = true;
        held++;
    }

    /** Gives up gaps when the packets after them have waited long enough. */
    void release(long nowNanos) {
        while (held > 0 && longestWait(nowNanos) >= HOLD_NANOS) {
            skipGap();
        }
    }

    private long longestWait(long nowNanos) {
        long longest = Long.MIN_VALUE;
        for (Slot slot : slots) {
            if (slot.used) {
                longest = Math.max(longest, nowNanos - slot.arrivalNanos);
            }
        }
        return longest;
    }

    void drain() {
        while (held > 0) {
            skipGap();
        }
    }

    void reset() {
        drain();
        started = false;
        restartAt = -1;
        lostBefore = 0;
    }

    /** Continues with the next packet that is there, after some missing ones. */
    void skip(long missing) {
        reset();
        giveUp(missing);
    }

    private void skipGap() {
        int missing = 0;
        while (!slots[next % SLOTS].used) {
            next = SequenceNumbers.next(next);
            missing++;
        }
        giveUp(missing);
        handRun();
    }

    private void giveUp(long missing) {
        lostPackets += missing;
        lostBefore += missing;
    }

    private void handRun() {
        Slot slot = slots[next % SLOTS];
        while (slot.used) {
            slot.used = false;
            held--;
            next = SequenceNumbers.next(next);
            long lost = lostBefore;
            lostBefore = 0;
            output.onPacket(slot.payload, 0, slot.length, slot.timestamp, slot.marker, slot.arrivalNanos, lost);
            slot = slots[next % SLOTS];
        }
    }

    private void hand(byte[] buffer, int offset, int length, RtpPacket packet, long arrivalNanos) {
        long lost = lostBefore;
        lostBefore = 0;
        output.onPacket(buffer, offset, length, packet.timestamp(), packet.marker(), arrivalNanos, lost);
    }
}
