package org.ducksoup.transport.nack;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.rtp.SequenceNumbers;

/**
 * Finds missing packets of one source, and decides when to ask for each (RFC 4585 section 6.2.1). Memory and requests
 * are bounded, whatever arrives. Only the receive thread calls it. It reads no clock, and allocates only when there is
 * something to ask for.
 */
public final class NackGenerator {
    /** If more than this are missing at once, the connection was interrupted: only a key frame helps. */
    public static final int MAX_MISSING = 256;

    /** A packet that this many later ones have overtaken is lost; before that it may only be late. */
    static final int REORDERING = 3;

    /** Time to wait for a gap at the end of a burst. */
    static final long REORDERING_NANOS = 5_000_000L;

    static final int MAX_TRIES = 10;

    /**
     * Packets that arrive later than this are not played. After a silence of this length, packets lost before and in it
     * are not requested: they would arrive before the key frame that every receiver waits for.
     */
    static final long GIVE_UP_NANOS = 1_000_000_000L;

    /**
     * The shortest time in which an answer is expected, however short the path: the timers of both ends tick in such
     * steps.
     */
    private static final long MIN_WAIT_NANOS = 20_000_000L;

    private final int[] sequences = new int[MAX_MISSING];
    private final int[] tries = new int[MAX_MISSING];
    private final long[] noticed = new long[MAX_MISSING];
    private final long[] asked = new long[MAX_MISSING];
    private int count;
    private int highest;
    private long lastArrivalNanos;
    private boolean started;
    private long givenUp;

    /** Notes a packet that arrived for the first time, or after it was requested. */
    public void onPacket(int sequenceNumber, long arrivalNanos) {
        if (!started) {
            started = true;
            highest = sequenceNumber;
            lastArrivalNanos = arrivalNanos;
            return;
        }
        int ahead = SequenceNumbers.difference(sequenceNumber, highest);
        if (ahead <= 0) {
            remove(sequenceNumber);
            return;
        }
        long silentNanos = arrivalNanos - lastArrivalNanos;
        lastArrivalNanos = arrivalNanos;
        if (ahead - 1 > MAX_MISSING || silentNanos > GIVE_UP_NANOS) {
            givenUp += count + (ahead - 1);
            count = 0;
        } else {
            for (int missing = 1; missing < ahead; missing++) {
                add((highest + missing) & 0xffff, arrivalNanos);
            }
        }
        highest = sequenceNumber;
    }

    private void add(int sequenceNumber, long nowNanos) {
        if (count == MAX_MISSING) {
            removeAt(0);
            givenUp++;
        }
        sequences[count] = sequenceNumber;
        tries[count] = 0;
        noticed[count] = nowNanos;
        count++;
    }

    private void remove(int sequenceNumber) {
        for (int i = 0; i < count; i++) {
            if (sequences[i] == sequenceNumber) {
                removeAt(i);
                return;
            }
        }
    }

    /** The others keep their order, the oldest first. */
    private void removeAt(int index) {
        int behind = count - index - 1;
        System.arraycopy(sequences, index + 1, sequences, index, behind);
        System.arraycopy(tries, index + 1, tries, index, behind);
        System.arraycopy(noticed, index + 1, noticed, index, behind);
        System.arraycopy(asked, index + 1, asked, index, behind);
        count--;
    }

    /**
     * The packets to ask for now; each is noted as requested.
     *
     * @param roundTripNanos least time an answer takes
     * @return sequence numbers in rising order; usually none
     */
    public List<Integer> due(long nowNanos, long roundTripNanos) {
        if (count == 0) {
            return List.of();
        }
        giveUpOld(nowNanos);
        // A fifth is added for jitter: asking twice for a packet that is under way would waste scarce bandwidth.
        long wait = Math.max(MIN_WAIT_NANOS, roundTripNanos + roundTripNanos / 5);
        List<Integer> due = List.of();
        for (int i = 0; i < count; i++) {
            boolean isDue = tries[i] == 0
                    ? SequenceNumbers.difference(highest, sequences[i]) >= REORDERING
                            || nowNanos - noticed[i] >= REORDERING_NANOS
                    : nowNanos - asked[i] >= wait;
            if (isDue) {
                tries[i]++;
                asked[i] = nowNanos;
                if (due.isEmpty()) {
                    due = new ArrayList<>();
                }
                due.add(sequences[i]);
            }
        }
        return due;
    }

    private void giveUpOld(long nowNanos) {
        int i = 0;
        while (i < count) {
            if (tries[i] >= MAX_TRIES || nowNanos - noticed[i] > GIVE_UP_NANOS) {
                removeAt(i);
                givenUp++;
            } else {
                i++;
            }
        }
    }

    /** The number of packets that are being waited for. */
    public int missing() {
        return count;
    }

    /** The number of packets that will not be waited for any more. */
    public long givenUp() {
        return givenUp;
    }
}
