package org.ducksoup.transport.twcc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.ducksoup.api.congestion.ArrivalFeedback;
import org.ducksoup.api.congestion.ArrivalFeedback.PacketResult;
import org.ducksoup.rtp.rtcp.Arrivals;
import org.ducksoup.rtp.rtcp.TransportFeedback;

/**
 * The sequence numbers of all packets of a transport, the times they were sent at, and the receiver's reports on them.
 * Many threads send; only the receive thread handles reports.
 */
public final class TransportSequence {
    /** At 300 packets a second these are 13 seconds. */
    private static final int WINDOW = 4096;

    private static final long FEEDBACK_REFERENCE_NANOS = TransportFeedback.REFERENCE_TIME_MICROS * 1000L;
    private static final long DELTA_NANOS = TransportFeedback.DELTA_MICROS * 1000L;
    private static final int SIZE_BITS = 16;
    private static final int SIZE_MASK = 0x7fff;

    /** A flag of a packet that was reported as lost once, which is enough. */
    private static final int TOLD_LOST = 0x8000;

    private final AtomicLong next = new AtomicLong();
    private final AtomicLongArray sentNanos = new AtomicLongArray(WINDOW);
    /**
     * Index and size share one word, which is written after the time: a reader that finds the word finds the time, too.
     */
    private final AtomicLongArray marks = new AtomicLongArray(WINDOW);

    private boolean referenceKnown;
    private long reference;

    public TransportSequence() {
        for (int i = 0; i < WINDOW; i++) {
            marks.setPlain(i, -1);
        }
    }

    /**
     * Numbers a packet that is about to be sent.
     *
     * @param bytes on the wire
     * @return 0 to 65535
     */
    public int number(int bytes, long nowNanos) {
        long index = next.getAndIncrement();
        int slot = (int) (index % WINDOW);
        sentNanos.setPlain(slot, nowNanos);
        marks.setRelease(slot, index << SIZE_BITS | (bytes & SIZE_MASK));
        return (int) (index & 0xffff);
    }

    /**
     * Finds the packets of a report. Unknown packets and packets that were reported before are left out. Only packets
     * of the window are looked up, however many a report claims to cover.
     */
    public ArrivalFeedback match(TransportFeedback report) {
        long newest = next.get() - 1;
        long base = newest - ((newest - report.baseSequence()) & 0xffff);
        long first = Math.max(Math.max(base, newest - WINDOW + 1), 0);
        long last = Math.min(base + report.packetStatusCount() - 1, newest);
        Arrivals arrivals = report.arrivals();
        List<PacketResult> results = new ArrayList<>(arrivals.size());
        long arrivalNanos = unwrap(report.referenceTime()) * FEEDBACK_REFERENCE_NANOS;
        long index = first;
        for (int i = 0; i < arrivals.size(); i++) {
            long arrived = base + ((arrivals.sequenceNumber(i) - report.baseSequence()) & 0xffff);
            arrivalNanos += arrivals.delta(i) * DELTA_NANOS;
            for (; index < arrived && index <= last; index++) {
                addLost(index, results);
            }
            if (index == arrived && index <= last) {
                addArrived(index++, arrivalNanos, results);
            }
        }
        for (; index <= last; index++) {
            addLost(index, results);
        }
        return new ArrivalFeedback(results);
    }

    private void addArrived(long index, long arrivalNanos, List<PacketResult> results) {
        int slot = (int) (index % WINDOW);
        long mark = marks.getAcquire(slot);
        if (mark >> SIZE_BITS == index) {
            results.add(new PacketResult(sentNanos.getPlain(slot), arrivalNanos, (int) (mark & SIZE_MASK)));
            marks.compareAndSet(slot, mark, -1);
        }
    }

    private void addLost(long index, List<PacketResult> results) {
        int slot = (int) (index % WINDOW);
        long mark = marks.getAcquire(slot);
        if (mark >> SIZE_BITS == index && (mark & TOLD_LOST) == 0) {
            results.add(new PacketResult(sentNanos.getPlain(slot), PacketResult.LOST, (int) (mark & SIZE_MASK)));
            marks.compareAndSet(slot, mark, mark | TOLD_LOST);
        }
    }

    /** The reference time has 24 bits, which wrap every twelve days. */
    private long unwrap(int referenceTime) {
        if (!referenceKnown) {
            referenceKnown = true;
            reference = referenceTime;
        } else {
            int step = (referenceTime - (int) reference) << 8 >> 8;
            reference += step;
        }
        return reference;
    }
}
