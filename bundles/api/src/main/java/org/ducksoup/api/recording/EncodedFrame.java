package org.ducksoup.api.recording;

import java.nio.ByteBuffer;

/**
 * One encoded frame, complete and decodable after those before it.
 *
 * @param data read-only; H264 in byte-stream format with parameter sets before every key frame (RFC 6184), VP8 and
 *     Opus as in their payload formats without the descriptor
 * @param timestampNanos estimated time of capture on the interaction's timeline, which all its tracks share
 * @param rtpTimestamp of the frame's packets, 32 bits
 * @param keyFrame decodable on its own; always true for audio
 * @param arrivalNanos when the first of its packets reached the server (dry) or left the pipeline (wet), on the
 *     interaction's timeline
 * @param lostBefore least number of frames of its track that are missing right before it; 0 if none is known to be
 *     missing
 */
public record EncodedFrame(
        ByteBuffer data,
        long timestampNanos,
        long rtpTimestamp,
        boolean keyFrame,
        long arrivalNanos,
        long lostBefore) {}
