package org.ducksoup.sfu.recording;

import java.util.concurrent.atomic.AtomicLong;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.sfu.media.TapListener;

/**
 * Packets on their way to a recorder: copied by the threads that bring them, taken by the recorder's. The media path
 * never waits for the recorder, and nothing is allocated. When the recorder does not keep up, packets are lost and
 * counted.
 */
final class PacketRing implements TapListener {
    /** Three seconds of video at the default rate. */
    private static final int SLOTS = 512;

    private static final int SLOT_LENGTH = 1500;

    /** Takes a packet out of the ring; the array is lent until the call returns. */
    interface Reader {
        /** @param bypass whether the packet went around the effect */
        void onPacket(byte[] buffer, int length, long arrivalNanos, boolean bypass);

        void onSenderReport(long ntpTime, long rtpTimestamp);
    }

    private final byte[][] packets = new byte[SLOTS][SLOT_LENGTH];
    private final int[] lengths = new int[SLOTS];
    private final long[] arrivals = new long[SLOTS];
    private final boolean[] bypasses = new boolean[SLOTS];
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile long[] senderReport = {};

    @Override
    public void onPacket(RtpPacket lent, long arrivalNanos) {
        add(lent, arrivalNanos, false);
    }

    @Override
    public void onBypass(RtpPacket lent, long arrivalNanos) {
        add(lent, arrivalNanos, true);
    }

    /** The lock is practically uncontended: two threads meet here only in the moment in which an effect comes or goes. */
    private synchronized void add(RtpPacket lent, long arrivalNanos, boolean bypass) {
        long at = written.getPlain();
        if (at - read.getAcquire() == SLOTS || lent.length() > SLOT_LENGTH) {
            lost.lazySet(lost.getPlain() + 1);
            return;
        }
        int slot = (int) (at % SLOTS);
        System.arraycopy(lent.buffer(), lent.offset(), packets[slot], 0, lent.length());
        lengths[slot] = lent.length();
        arrivals[slot] = arrivalNanos;
        bypasses[slot] = bypass;
        written.setRelease(at + 1);
    }

    @Override
    public void onSenderReport(long ntpTime, long rtpTimestamp) {
        senderReport = new long[] {ntpTime, rtpTimestamp};
    }

    /** Hands over all packets that have come. On the recorder's thread. */
    void drainTo(Reader reader) {
        long[] report = senderReport;
        if (report.length > 0) {
            senderReport = new long[] {};
            reader.onSenderReport(report[0], report[1]);
        }
        long end = written.getAcquire();
        for (long at = read.getPlain(); at < end; at++) {
            int slot = (int) (at % SLOTS);
            reader.onPacket(packets[slot], lengths[slot], arrivals[slot], bypasses[slot]);
            read.setRelease(at + 1);
        }
    }

    /** How many packets found no room. */
    long lost() {
        return lost.get();
    }
}
