package org.ducksoup.recording.matroska;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Converts an access unit from byte-stream format with start codes (ITU-T H.264 annex B) into Matroska's format, in
 * which each unit follows its length. Remembers the parameter sets that it finds. Reused for every frame.
 */
public final class NalUnits {
    /** With this limit, the description of a track fits in its room, whatever a sender sends. */
    private static final int MAX_SET_LENGTH = 500;

    private static final int SPS = 7;
    private static final int PPS = 8;

    private byte[] converted = new byte[64 * 1024];
    private int length;
    private byte @Nullable [] sps;
    private byte @Nullable [] pps;

    /** Converts a frame; {@link #bytes} and {@link #length} hold the result until the next call. */
    public void convert(byte[] frame, int frameLength) {
        length = 0;
        int start = nextStart(frame, 0, frameLength);
        while (start < frameLength) {
            int nextCode = nextCode(frame, start, frameLength);
            int end = nextCode;
            while (end > start && frame[end - 1] == 0) {
                end--;
            }
            if (end > start) {
                add(frame, start, end - start);
            }
            start = nextStart(frame, nextCode, frameLength);
        }
    }

    private void add(byte[] frame, int start, int count) {
        int type = frame[start] & 0x1f;
        if (type == SPS) {
            sps = Arrays.copyOfRange(frame, start, start + count);
        } else if (type == PPS) {
            pps = Arrays.copyOfRange(frame, start, start + count);
        }
        if (length + count + 4 > converted.length) {
            converted = Arrays.copyOf(converted, 2 * (length + count + 4));
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
            converted[length++] = (byte) (count >>> shift);
        }
        System.arraycopy(frame, start, converted, length, count);
        length += count;
    }

    /** The index after the next start code, or the end. */
    private static int nextStart(byte[] b, int from, int limit) {
        return Math.min(nextCode(b, from, limit) + 3, limit);
    }

    /** The index of the next {@code 00 00 01}, or the end. */
    private static int nextCode(byte[] b, int from, int limit) {
        for (int i = from; i + 2 < limit; i++) {
            if (b[i] == 0 && b[i + 1] == 0 && b[i + 2] == 1) {
                return i;
            }
        }
        return limit;
    }

    public byte[] bytes() {
        return converted;
    }

    public int length() {
        return length;
    }

    byte @Nullable [] sequenceParameterSet() {
        return sps;
    }

    /**
     * The configuration that a decoder needs before the first frame (ISO/IEC 14496-15 section 5.3.3.1), or null while
     * it is unknown.
     */
    byte @Nullable [] decoderConfiguration() {
        byte[] s = sps;
        byte[] p = pps;
        if (s == null || p == null || s.length < 4 || s.length > MAX_SET_LENGTH || p.length > MAX_SET_LENGTH) {
            return null;
        }
        byte[] c = new byte[11 + s.length + p.length];
        c[0] = 1;
        System.arraycopy(s, 1, c, 1, 3);
        c[4] = (byte) 0xff;
        c[5] = (byte) 0xe1;
        c[6] = (byte) (s.length >> 8);
        c[7] = (byte) s.length;
        System.arraycopy(s, 0, c, 8, s.length);
        int at = 8 + s.length;
        c[at] = 1;
        c[at + 1] = (byte) (p.length >> 8);
        c[at + 2] = (byte) p.length;
        System.arraycopy(p, 0, c, at + 3, p.length);
        return c;
    }
}
