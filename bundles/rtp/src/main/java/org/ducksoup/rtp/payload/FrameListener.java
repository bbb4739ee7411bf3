package org.ducksoup.rtp.payload;

/** Takes the frames of one source, in their order. Called from within {@link FrameAssembler}'s methods, on their thread. */
@FunctionalInterface
public interface FrameListener {
    /**
     * A complete frame, decodable after those before it.
     *
     * @param data lent until the call returns. H.264 in byte-stream format (ITU-T H.264 annex B), key frames with their
     *     parameter sets; VP8 and Opus as their encoders made them
     * @param offset index of the frame's first byte
     * @param length number of its bytes
     * @param rtpTimestamp in units of the codec's clock rate, without wraps: see {@link org.ducksoup.rtp.TimestampUnwrapper}
     * @param keyFrame decodable on its own; always true for audio
     * @param arrivalNanos when the first of its packets arrived, on the clock given to {@link FrameAssembler#accept}
     */
    void onFrame(byte[] data, int offset, int length, long rtpTimestamp, boolean keyFrame, long arrivalNanos);

    /**
     * The source began anew with another SSRC: the timestamps of later frames are unrelated to those of earlier ones.
     */
    default void onNewSource() {}
}
