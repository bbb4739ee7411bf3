package org.ducksoup.transport.twcc;

import java.util.Arrays;
import org.ducksoup.rtp.SequenceUnwrapper;
import org.ducksoup.rtp.rtcp.Arrivals;
import org.ducksoup.rtp.rtcp.TransportFeedback;
import org.jspecify.annotations.Nullable;

/**
 * Records when each packet of the transport arrived, whatever its track, and makes the reports about it
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01). Only the receive thread calls it; it reads no clock.
 */
public final class ArrivalRecorder {
    /** Time between two reports; with a packet every 20 ms it is at most 90 ms. */
    static final long INTERVAL_NANOS = 70_000_000L;

    /** A report with this many packets is sent at once: it still fits into a datagram. */
    static final int MAX_REPORTED = 300;

    /** How many packets a late one may be behind and still be reported. */
    private static final int WINDOW = 2048;

    private static final long NOTHING = Long.MIN_VALUE;
    private static final long DELTA_NANOS = TransportFeedback.DELTA_MICROS * 1000L;
    private static final long REFERENCE_NANOS = TransportFeedback.REFERENCE_TIME_MICROS * 1000L;

    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private final long[] indexes = new long[WINDOW];
    private final long[] arrivals = new long[WINDOW];
    private boolean started;
    private long originNanos;
    private long lastReportNanos;
    private long firstPending;
    private long lastPending;
    private int pending;
    private long nextIndex = NOTHING;
    private int feedbackCount;
    private int mediaSsrc;

    public ArrivalRecorder() {
        Arrays.fill(indexes, NOTHING);
    }

    public void onPacket(int transportSequence, int ssrc, long arrivalNanos) {
        if (!started) {
            started = true;
            originNanos = arrivalNanos;
            lastReportNanos = arrivalNanos;
        }
        long index = unwrapper.unwrap(transportSequence);
        int slot = Math.floorMod(index, WINDOW);
        if (indexes[slot] >= index) {
            // The packet has arrived before, or is too late to be reported.
            return;
        }
        indexes[slot] = index;
        arrivals[slot] = arrivalNanos - originNanos;
        firstPending = pending == 0 ? index : Math.min(firstPending, index);
        lastPending = pending == 0 ? index : Math.max(lastPending, index);
        pending++;
        mediaSsrc = ssrc;
    }

    public boolean isDue(long nowNanos) {
        return pending > 0 && (pending >= MAX_REPORTED || nowNanos - lastReportNanos >= INTERVAL_NANOS);
    }

    /**
     * The report of the packets that arrived since the last one. A missing packet counts as lost until a later report
     * corrects it.
     *
     * @return null if there is nothing to report
     */
    @Nullable
    public TransportFeedback report(int senderSsrc, long nowNanos) {
        if (pending == 0) {
            return null;
        }
        boolean follows = nextIndex != NOTHING && firstPending - nextIndex >= 0 && lastPending - nextIndex < WINDOW;
        long base = follows ? nextIndex : firstPending;
        long end = Math.min(lastPending + 1, base + WINDOW);
        long first = arrivals[Math.floorMod(firstPending, WINDOW)];
        long reference = Math.floorDiv(first, REFERENCE_NANOS);
        Arrivals.Builder listed = new Arrivals.Builder(Math.min(pending, MAX_REPORTED));
        long told = reference * REFERENCE_NANOS;
        for (long index = Math.max(base, firstPending); index < end; index++) {
            int slot = Math.floorMod(index, WINDOW);
            if (indexes[slot] != index) {
                continue;
            }
            if (listed.size() == MAX_REPORTED) {
                // The datagram is full. This happens only if a packet fills a gap far behind.
                end = index;
                break;
            }
            // Deltas count from the reported times rather than from the measured ones, otherwise rounding errors would
            // add up.
            long delta = Math.floorDiv(arrivals[slot] - told + DELTA_NANOS / 2, DELTA_NANOS);
            if (delta >= Short.MIN_VALUE && delta <= Short.MAX_VALUE) {
                listed.add((int) (index & 0xffff), (int) delta);
                told += delta * DELTA_NANOS;
            }
        }
        TransportFeedback feedback = new TransportFeedback(
                senderSsrc,
                mediaSsrc,
                (int) (base & 0xffff),
                (int) (end - base),
                (int) (reference << 8) >> 8,
                feedbackCount,
                listed.build());
        feedbackCount = (feedbackCount + 1) & 0xff;
        nextIndex = nextIndex == NOTHING ? lastPending + 1 : Math.max(nextIndex, lastPending + 1);
        pending = 0;
        lastReportNanos = nowNanos;
        return feedback;
    }
}
