package org.ducksoup.rtp.payload;

/** Makes frames of one codec out of packets in order. */
interface Depacketizer {
    /**
     * @param timestamp without wraps
     * @param lostBefore number of packets missing right before this one; only then the payload may be empty
     */
    void accept(
            byte[] payload, int offset, int length, long timestamp, boolean marker, long arrivalNanos, long lostBefore);

    /** No packet follows for now. */
    void finish();

    /** Another source follows. */
    void reset();

    boolean awaitsKeyFrame();

    long frames();

    long lostFrames();

    long malformedPackets();

    /** Frames that have the timestamp of the one before them. */
    default long sharedTimestamps() {
        return 0;
    }
}
