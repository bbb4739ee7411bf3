package org.ducksoup.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.ducksoup.api.congestion.TransportFeedback;
import org.ducksoup.api.congestion.TransportFeedback.PacketResult;

/**
 * The numbers that all packets of a transport carry, when each was sent, and what the receiver says of them. Senders are many
 * threads; feedback is for the receive thread alone.
 */
final class TransportSequence {
    /** At 300 packets a second, 13 seconds. */
    private static final int WINDOW = 4096;

    private static final long FEEDBACK_REFERENCE_NANOS =
            org.ducksoup.rtp.rtcp.TransportFeedback.REFERENCE_TIME_MICROS * 1000L;
    private static final long DELTA_NANOS = org.ducksoup.rtp.rtcp.TransportFeedback.DELTA_MICROS * 1000L;
    private static final int SIZE_BITS = 16;

    private final AtomicLong next = new AtomicLong();
    private final AtomicLongArray sentNanos = new AtomicLongArray(WINDOW);
    /** Index and size in one word, written after the time: who finds it finds the time too. */
    private final AtomicLongArray marks = new AtomicLongArray(WINDOW);

    private boolean referenceKnown;
    private long reference;

    TransportSequence() {
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
    int number(int bytes, long nowNanos) {
        long index = next.getAndIncrement();
        int slot = (int) (index % WINDOW);
        sentNanos.setPlain(slot, nowNanos);
        marks.setRelease(slot, index << SIZE_BITS | (bytes & 0xffff));
        return (int) (index & 0xffff);
    }

    /** Finds the packets a report speaks of; those it does not know, or has told of already, are left out. */
    TransportFeedback match(org.ducksoup.rtp.rtcp.TransportFeedback report) {
        long newest = next.get() - 1;
        long base = newest - ((newest - report.baseSequence()) & 0xffff);
        long arrivalNanos = unwrap(report.referenceTime()) * FEEDBACK_REFERENCE_NANOS;
        List<PacketResult> results = new ArrayList<>();
        int listed = 0;
        List<org.ducksoup.rtp.rtcp.TransportFeedback.Arrival> arrivals = report.arrivals();
        for (int i = 0; i < report.packetStatusCount(); i++) {
            boolean arrived = listed < arrivals.size()
                    && arrivals.get(listed).sequenceNumber() == ((report.baseSequence() + i) & 0xffff);
            if (arrived) {
                arrivalNanos += arrivals.get(listed).delta() * DELTA_NANOS;
                listed++;
            }
            long index = base + i;
            if (index < 0 || index > newest) {
                continue;
            }
            int slot = (int) (index % WINDOW);
            long mark = marks.getAcquire(slot);
            if (mark >> SIZE_BITS == index) {
                results.add(new PacketResult(
                        sentNanos.getPlain(slot), arrived ? arrivalNanos : PacketResult.LOST, (int) (mark & 0xffff)));
                if (arrived) {
                    marks.setRelease(slot, -1);
                }
            }
        }
        return new TransportFeedback(results);
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
