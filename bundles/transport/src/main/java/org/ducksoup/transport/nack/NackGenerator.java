package org.ducksoup.transport.nack;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.rtp.SequenceNumbers;

/**
 * Which packets of one source are missing, and when to ask for each (RFC 4585 section 6.2.1). Memory and requests are bounded,
 * whatever arrives. For the receive thread alone; reads no clock, and allocates only when there is something to ask for.
 */
public final class NackGenerator {
    /** More than this missing at once is no loss but an outage: only a key frame helps. */
    public static final int MAX_MISSING = 256;

    /** A packet that so many later ones have overtaken is lost; until then it may only be late. */
    static final int REORDERING = 3;

    /** A gap at the end of a burst is waited for so long. */
    static final long REORDERING_NANOS = 5_000_000L;

    static final int MAX_TRIES = 10;

    /**
     * Nobody plays what comes later than that. After a silence as long, what was lost before and in it is not asked for at all: it
     * would come before the key frame that everybody waits for.
     */
    static final long GIVE_UP_NANOS = 1_000_000_000L;

    /** An answer is not expected sooner, however short the way is: the timers of both ends tick in such steps. */
    private static final long LEAST_WAIT_NANOS = 20_000_000L;

    private final int[] sequences = new int[MAX_MISSING];
    private final int[] tries = new int[MAX_MISSING];
    private final long[] noticed = new long[MAX_MISSING];
    private final long[] asked = new long[MAX_MISSING];
    private int count;
    private int highest;
    private long lastArrivalNanos;
    private boolean started;
    private long givenUp;

    /** Notes a packet that arrived, the first time or at last. */
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

    /** The others keep their order: the oldest comes first. */
    private void removeAt(int index) {
        int behind = count - index - 1;
        System.arraycopy(sequences, index + 1, sequences, index, behind);
        System.arraycopy(tries, index + 1, tries, index, behind);
        System.arraycopy(noticed, index + 1, noticed, index, behind);
        System.arraycopy(asked, index + 1, asked, index, behind);
        count--;
    }

    /**
     * What to ask for now; each is noted as asked for.
     *
     * @param roundTripNanos an answer takes at least
     * @return sequence numbers in rising order; usually none
     */
    public List<Integer> due(long nowNanos, long roundTripNanos) {
        if (count == 0) {
            return List.of();
        }
        giveUpOld(nowNanos);
        // A fifth more, for the jitter: asking twice for what is under way costs the bandwidth that is short.
        long wait = Math.max(LEAST_WAIT_NANOS, roundTripNanos + roundTripNanos / 5);
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

    /** Packets being waited for. */
    public int missing() {
        return count;
    }

    /** Packets that will not come any more. */
    public long givenUp() {
        return givenUp;
    }
}
