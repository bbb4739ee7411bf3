package org.ducksoup.rtp.payload;

/** Gathers the packets of a picture, and leaves out pictures that could not be decoded. */
final class VideoDepacketizer implements Depacketizer {
    private final FrameFormat format;
    private final FrameListener listener;
    private final FrameBuffer frame;
    private boolean gap;
    private boolean open;
    private boolean damaged;
    /**
     * Whether the payloads belong to a picture that seemed complete. A decoder would take them for another picture.
     */
    private boolean belated;

    private long timestamp;
    private long arrivalNanos;
    private boolean handedOut;
    private long lastTimestamp;
    private boolean awaitsKeyFrame = true;
    private long frames;
    private long lostFrames;
    private long malformedPackets;
    private long sharedTimestamps;

    VideoDepacketizer(FrameFormat format, FrameListener listener) {
        this.format = format;
        this.listener = listener;
        this.frame = format.newBuffer();
    }

    @Override
    public void accept(
            byte[] payload,
            int offset,
            int length,
            long packetTimestamp,
            boolean marker,
            long packetArrival,
            long lostBefore) {
        gap |= lostBefore > 0;
        awaitsKeyFrame |= gap;
        damaged |= gap;
        if (length == 0) {
            return;
        }
        boolean between = gap && !open;
        if (open && packetTimestamp != timestamp) {
            complete();
        }
        if (!open) {
            begin(packetTimestamp, packetArrival);
            boolean again = handedOut && timestamp == lastTimestamp;
            boolean another = again && format.beginsPicture(payload, offset, length);
            belated = again && !another;
            sharedTimestamps += another ? 1 : 0;
            damaged = gap && !format.startsFrame(payload, offset, length);
            lostFrames += between && !damaged ? 1 : 0;
        }
        gap = false;
        arrivalNanos = Math.min(arrivalNanos, packetArrival);
        if (!damaged && !format.append(frame, payload, offset, length)) {
            malformedPackets++;
            damaged = true;
        }
        if (marker) {
            complete();
        }
    }

    private void begin(long frameTimestamp, long firstArrival) {
        open = true;
        timestamp = frameTimestamp;
        arrivalNanos = firstArrival;
        frame.clear();
        format.begin();
    }

    private void complete() {
        open = false;
        FrameFormat.Content content = damaged ? FrameFormat.Content.DAMAGED : format.finish(frame);
        damaged = false;
        if (content == FrameFormat.Content.NOTHING) {
            return;
        }
        if (content == FrameFormat.Content.DAMAGED || belated) {
            awaitsKeyFrame = true;
        } else if (content == FrameFormat.Content.KEY_FRAME) {
            awaitsKeyFrame = false;
        }
        if (awaitsKeyFrame) {
            lostFrames++;
            return;
        }
        handedOut = true;
        lastTimestamp = timestamp;
        frames++;
        boolean keyFrame = content == FrameFormat.Content.KEY_FRAME;
        listener.onFrame(frame.bytes(), frame.start(), frame.length(), timestamp, keyFrame, arrivalNanos);
    }

    /** A picture whose end was not marked may lack its last packets, which cannot be told. */
    @Override
    public void finish() {
        if (open) {
            damaged = true;
            complete();
        }
    }

    @Override
    public void reset() {
        gap = false;
        open = false;
        damaged = false;
        handedOut = false;
        awaitsKeyFrame = true;
        format.reset();
    }

    @Override
    public boolean awaitsKeyFrame() {
        return awaitsKeyFrame;
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
    public long sharedTimestamps() {
        return sharedTimestamps;
    }

    @Override
    public long malformedPackets() {
        return malformedPackets;
    }
}
