package org.ducksoup.rtp.payload;

/** The part of making frames from payloads that depends on the video codec. */
interface FrameFormat {
    /** The content of a frame that has ended. */
    enum Content {
        /** Nothing to decode, and nothing is missing. */
        NOTHING,
        DAMAGED,
        DEPENDENT_FRAME,
        KEY_FRAME
    }

    FrameBuffer newBuffer();

    /** A new frame begins. */
    void begin();

    /**
     * Adds a payload that follows without a gap on the one before it.
     *
     * @return false if it breaks the rules of the format
     */
    boolean append(FrameBuffer frame, byte[] payload, int offset, int length);

    /** Whether a payload that follows a gap is surely the first of its frame. */
    boolean startsFrame(byte[] payload, int offset, int length);

    /** Whether a payload begins another picture, and is no further part of the one before it. */
    boolean beginsPicture(byte[] payload, int offset, int length);

    /** All of the frame has been appended; may still complete it. */
    Content finish(FrameBuffer frame);

    /** Another source follows. */
    void reset();
}
