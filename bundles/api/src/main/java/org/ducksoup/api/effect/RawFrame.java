package org.ducksoup.api.effect;

import java.nio.ByteBuffer;

/**
 * One raw frame.
 *
 * @param format layout of the bytes
 * @param bytes direct, writable, positioned at the first byte, limited behind the last
 * @param timestampNanos presentation time since the start of the stream
 */
public record RawFrame(RawFormat format, ByteBuffer bytes, long timestampNanos) {}
