package org.ducksoup.api.effect;

import java.nio.ByteBuffer;

/**
 * One raw frame.
 *
 * @param format how its bytes are laid out
 * @param bytes direct, writable, positioned at the first byte, limited behind the last
 * @param timestampNanos when it is to be played, since the start of the stream
 */
public record RawFrame(RawFormat format, ByteBuffer bytes, long timestampNanos) {}
