package org.ducksoup.congestion;

import org.ducksoup.api.congestion.ArrivalFeedback.PacketResult;

/**
 * Treats packets that were sent together as one group, and measures how the time between two groups changed on the way
 * (draft-ietf-rmcat-gcc-02 sections 5.1 and 5.2).
 */
final class PacketGroups {
    /** The packets of one frame are sent within this time. */
    private static final long BURST_NANOS = 5_000_000L;

    /** After a longer gap the path or a clock has changed, and the two groups cannot be compared. */
    private static final long MAX_PAUSE_NANOS = 3_000_000_000L;

    /** Receives the measurements. */
    interface Output {
        /**
         * @param sendNanos between the last packets of two groups when they were sent
         * @param arrivalNanos between the same when they arrived
         * @param atNanos when the later one arrived, on the receiver's clock
         */
        void onGroup(long sendNanos, long arrivalNanos, long atNanos);
    }

    private final Output output;
    private boolean current;
    private boolean previous;
    private long currentFirstSent;
    private long currentSent;
    private long currentFirstArrival;
    private long currentArrival;
    private long previousSent;
    private long previousArrival;

    PacketGroups(Output output) {
        this.output = output;
    }

    /** @param packet that arrived; in the order of sending */
    void onPacket(PacketResult packet) {
        long sent = packet.sentNanos();
        long arrival = packet.arrivalNanos();
        if (current && (sent - currentSent > MAX_PAUSE_NANOS || arrival < currentArrival - MAX_PAUSE_NANOS)) {
            current = false;
            previous = false;
        }
        if (!current) {
            begin(sent, arrival);
        } else if (sent < currentFirstSent) {
            // This packet was reported late; its group is over.
            return;
        } else if (belongs(sent, arrival)) {
            currentSent = Math.max(currentSent, sent);
            currentArrival = Math.max(currentArrival, arrival);
        } else {
            if (previous && currentArrival >= previousArrival) {
                output.onGroup(currentSent - previousSent, currentArrival - previousArrival, currentArrival);
            }
            previousSent = currentSent;
            previousArrival = currentArrival;
            previous = true;
            begin(sent, arrival);
        }
    }

    private boolean belongs(long sent, long arrival) {
        if (sent - currentFirstSent <= BURST_NANOS) {
            return true;
        }
        // These packets waited somewhere and arrived together, which says nothing about the path's rate.
        long arrivalDelta = arrival - currentArrival;
        boolean bunched = arrivalDelta <= BURST_NANOS && arrivalDelta - (sent - currentSent) < 0;
        return bunched && arrival - currentFirstArrival < 100_000_000L;
    }

    private void begin(long sent, long arrival) {
        currentFirstSent = sent;
        currentSent = sent;
        currentFirstArrival = arrival;
        currentArrival = arrival;
        current = true;
    }
}
