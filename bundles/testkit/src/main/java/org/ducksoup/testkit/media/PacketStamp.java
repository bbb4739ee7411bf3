package org.ducksoup.testkit.media;

/**
 * The sending time and the number of a synthetic packet, in the last bytes of its payload. Each byte holds seven bits
 * and has the highest bit set, so the stamp never looks like an H.264 start code.
 */
final class PacketStamp {
    private static final byte[] MAGIC = {(byte) 0xd5, (byte) 0xc0, (byte) 0xa5, (byte) 0x9e};
    private static final int TIME_BYTES = 9;
    private static final int COUNTER_BYTES = 5;

    static final int LENGTH = MAGIC.length + TIME_BYTES + COUNTER_BYTES;

    private PacketStamp() {}

    /** @param end index after the payload's last byte */
    static void write(byte[] buffer, int end, long nanos, long counter) {
        int at = end - LENGTH;
        System.arraycopy(MAGIC, 0, buffer, at, MAGIC.length);
        put(buffer, at + MAGIC.length, TIME_BYTES, nanos);
        put(buffer, at + MAGIC.length + TIME_BYTES, COUNTER_BYTES, counter);
    }

    static boolean isPresent(byte[] buffer, int start, int end) {
        int at = end - LENGTH;
        if (at < start) {
            return false;
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (buffer[at + i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    /** The time modulo 2^63. Differences of two times are right. */
    static long nanos(byte[] buffer, int end) {
        return get(buffer, end - LENGTH + MAGIC.length, TIME_BYTES);
    }

    static long counter(byte[] buffer, int end) {
        return get(buffer, end - COUNTER_BYTES, COUNTER_BYTES);
    }

    private static void put(byte[] buffer, int offset, int count, long value) {
        for (int i = 0; i < count; i++) {
            buffer[offset + i] = (byte) (0x80 | (value >> (7 * i)));
        }
    }

    private static long get(byte[] buffer, int offset, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (long) (buffer[offset + i] & 0x7f) << (7 * i);
        }
        return value;
    }
}
