package org.ducksoup.transport.twcc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ducksoup.rtp.SequenceUnwrapper;
import org.ducksoup.rtp.rtcp.TransportFeedback;
import org.jspecify.annotations.Nullable;

/**
 * When each packet of the transport arrived, whatever its track, and what to tell of it
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01). For the receive thread alone; reads no clock.
 */
public final class ArrivalRecorder {
    /** Between two reports; a packet every 20 ms gives at most 90. */
    static final long INTERVAL_NANOS = 70_000_000L;

    /** A report of so many packets is due at once: it still fits into a datagram. */
    static final int MAX_REPORTED = 300;

    /** Packets a late one may be behind and still be reported. */
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
            // Here already, or too late to tell.
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
     * What has arrived since the last report; what is missing between counts as lost, and is corrected if it comes yet.
     *
     * @return null if there is nothing to tell
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
        List<TransportFeedback.Arrival> listed = new ArrayList<>(pending);
        long told = reference * REFERENCE_NANOS;
        for (long index = Math.max(base, firstPending); index < end; index++) {
            int slot = Math.floorMod(index, WINDOW);
            if (indexes[slot] != index) {
                continue;
            }
            if (listed.size() == MAX_REPORTED) {
                // Only if somebody fills a hole far behind: the datagram is full.
                end = index;
                break;
            }
            // From what was told, not from what was measured: otherwise the errors of rounding would add up.
            long delta = Math.floorDiv(arrivals[slot] - told + DELTA_NANOS / 2, DELTA_NANOS);
            if (delta >= Short.MIN_VALUE && delta <= Short.MAX_VALUE) {
                listed.add(new TransportFeedback.Arrival((int) (index & 0xffff), (int) delta));
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
                listed);
        feedbackCount = (feedbackCount + 1) & 0xff;
        nextIndex = nextIndex == NOTHING ? lastPending + 1 : Math.max(nextIndex, lastPending + 1);
        pending = 0;
        lastReportNanos = nowNanos;
        return feedback;
    }
}
