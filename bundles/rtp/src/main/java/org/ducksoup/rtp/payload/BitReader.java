package org.ducksoup.rtp.payload;

/** Reads bits of an H.264 parameter set, emulation prevention bytes left out (ITU-T H.264 section 7.3.1, 9.1). */
final class BitReader {
    private final byte[] bytes;
    private final int end;
    private int position;
    private int bit;
    private int zeros;

    BitReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = (value << 1) | next();
        }
        return value;
    }

    boolean flag() {
        return next() == 1;
    }

    /** Unsigned Exp-Golomb code, up to 2^32-2. */
    long unsigned() {
        int leading = 0;
        while (next() == 0) {
            if (++leading > 31) {
                throw new IndexOutOfBoundsException("not an Exp-Golomb code");
            }
        }
        return (1L << leading) - 1 + (bits(leading) & 0xffffffffL);
    }

    /** Signed Exp-Golomb code. */
    long signed() {
        long code = unsigned();
        return (code & 1) == 0 ? -(code / 2) : (code + 1) / 2;
    }

    private int next() {
        if (bit == 0 && zeros >= 2 && position < end && bytes[position] == 3) {
            position++;
            zeros = 0;
        }
        if (position >= end) {
            throw new IndexOutOfBoundsException("the parameter set ends too early");
        }
        int value = (bytes[position] >> (7 - bit)) & 1;
        if (++bit == 8) {
            bit = 0;
            zeros = bytes[position] == 0 ? zeros + 1 : 0;
            position++;
        }
        return value;
    }
}
