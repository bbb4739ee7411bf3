package org.ducksoup.rtp.payload;

/** RFC 7587 section 4.2: the payload is one packet of Opus. */
final class OpusDepacketizer implements Depacketizer {
    private final FrameListener listener;
    private long frames;
    private long lostFrames;
    private long malformedPackets;

    OpusDepacketizer(FrameListener listener) {
        this.listener = listener;
    }

    @Override
    public void accept(
            byte[] payload,
            int offset,
            int length,
            long timestamp,
            boolean marker,
            long arrivalNanos,
            long lostBefore) {
        lostFrames += lostBefore;
        if (length == 0) {
            return;
        }
        if (OpusPayload.samples(payload, offset, length) < 0) {
            malformedPackets++;
            lostFrames++;
            return;
        }
        frames++;
        listener.onFrame(payload, offset, length, timestamp, true, arrivalNanos);
    }

    @Override
    public void finish() {}

    @Override
    public void reset() {}

    @Override
    public boolean awaitsKeyFrame() {
        return false;
    }

    @Override
    public long frames() {
        return frames;
    }

    @Override
    public long lostFrames() {
        return lostFrames;
    }

    @Override
    public long malformedPackets() {
        return malformedPackets;
    }
}
