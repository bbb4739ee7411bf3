package org.ducksoup.api.recording;

import java.nio.ByteBuffer;

/**
 * One encoded frame, complete and decodable after those before it.
 *
 * @param data read-only; H264 in byte-stream format with parameter sets before every key frame (RFC 6184), VP8 and Opus as
 *     in their payload formats without the descriptor
 * @param timestampNanos on the interaction's timeline, which all its tracks share
 * @param rtpTimestamp of the frame's packets
 * @param keyFrame decodable on its own; always true for audio
 */
public record EncodedFrame(ByteBuffer data, long timestampNanos, long rtpTimestamp, boolean keyFrame) {}
