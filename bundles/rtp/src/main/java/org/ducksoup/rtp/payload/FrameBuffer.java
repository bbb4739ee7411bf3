package org.ducksoup.rtp.payload;

import java.util.Arrays;

/** Collects the bytes of a frame. There is room before them for parts that turn out to be missing at the start. */
final class FrameBuffer {
    /** Larger than any picture of a conference. */
    static final int MAX_LENGTH = 2 * 1024 * 1024;

    private final int headroom;
    private byte[] bytes;
    private int start;
    private int end;

    FrameBuffer(int headroom) {
        this.headroom = headroom;
        this.bytes = new byte[headroom + 16 * 1024];
        clear();
    }

    void clear() {
        start = headroom;
        end = headroom;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int length() {
        return end - start;
    }

    /** False, and nothing has happened, if the frame would become too long. */
    boolean append(byte[] source, int offset, int count) {
        if (count > MAX_LENGTH - length()) {
            return false;
        }
        if (end + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(headroom + MAX_LENGTH, Math.max(2 * bytes.length, end + count)));
        }
        System.arraycopy(source, offset, bytes, end, count);
        end += count;
        return true;
    }

    /** Forgets everything from an index on. */
    void cut(int newEnd) {
        end = newEnd;
    }

    /** Puts bytes before the frame; at most as many as there is headroom. */
    void prepend(byte[] source) {
        start -= source.length;
        System.arraycopy(source, 0, bytes, start, source.length);
    }
}
