package org.ducksoup.transport.srtp;

/** Knows how often a source's 16-bit sequence number has wrapped (RFC 3711 section 3.3.1 and appendix A). */
final class PacketIndex {
    private static final int HALF = 1 << 15;

    private boolean started;
    private int rollOverCounter;
    private int highest;

    /** The roll-over counter that a packet with this sequence number most likely has; -1 stands for one before the first. */
    int rollOverCounter(int sequenceNumber) {
        if (!started) {
            return rollOverCounter;
        }
        if (highest < HALF) {
            return sequenceNumber - highest > HALF ? rollOverCounter - 1 : rollOverCounter;
        }
        return highest - HALF > sequenceNumber ? rollOverCounter + 1 : rollOverCounter;
    }

    /** Takes note of a packet that is authentic. */
    void accept(int sequenceNumber, int itsRollOverCounter) {
        if (!started || itsRollOverCounter > rollOverCounter) {
            started = true;
            rollOverCounter = itsRollOverCounter;
            highest = sequenceNumber;
        } else if (itsRollOverCounter == rollOverCounter && sequenceNumber > highest) {
            highest = sequenceNumber;
        }
    }
}
