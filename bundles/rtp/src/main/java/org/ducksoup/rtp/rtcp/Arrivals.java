package org.ducksoup.rtp.rtcp;

import java.util.Arrays;

/**
 * The packets that arrived, in the order in which a report lists them. Immutable. Four bytes for each, because a server reads and
 * writes some thousands of them in a second.
 */
public final class Arrivals {

    /** No packet arrived. */
    public static final Arrivals NONE = new Arrivals(new int[0]);

    /** Sequence number in the upper half, time in the lower half. */
    private final int[] packed;

    private Arrivals(int[] packed) {
        this.packed = packed;
    }

    /** The number of packets that arrived. */
    public int size() {
        return packed.length;
    }

    /**
     * The transport-wide sequence number of one of them.
     *
     * @param index 0 to size - 1
     * @return 0 to 65535
     */
    public int sequenceNumber(int index) {
        return packed[index] >>> 16;
    }

    /**
     * The time since the arrival listed before it, for the first one since the reference time.
     *
     * @param index 0 to size - 1
     * @return in 250 µs: -32768 to 32767, negative if it overtook
     */
    public int delta(int index) {
        return (short) packed[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Arrivals arrivals && Arrays.equals(packed, arrivals.packed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(sequenceNumber(i))
                    .append(':')
                    .append(delta(i));
        }
        return text.append(']').toString();
    }

    /** Collects arrivals. Not for several threads. */
    public static final class Builder {
        private int[] packed;
        private int size;

        /** @param expected the number of arrivals for which there is room at first; more may come */
        public Builder(int expected) {
            packed = new int[expected];
        }

        /**
         * Adds one packet.
         *
         * @param sequenceNumber its transport-wide sequence number, 0 to 65535
         * @param delta time since the arrival before it, in 250 µs: -32768 to 32767. 0 to 255 take one byte, others two.
         * @throws IllegalArgumentException if a field cannot hold its value
         */
        public Builder add(int sequenceNumber, int delta) {
            Ranges.unsigned16("sequence number", sequenceNumber);
            Ranges.check("delta", delta, -0x8000, 0x7fff);
            if (size == packed.length) {
                packed = Arrays.copyOf(packed, Math.max(16, 2 * size));
            }
            packed[size++] = sequenceNumber << 16 | (delta & 0xffff);
            return this;
        }

        /** How many were added so far. */
        public int size() {
            return size;
        }

        /** What was added so far. */
        public Arrivals build() {
            return size == 0 ? NONE : new Arrivals(Arrays.copyOf(packed, size));
        }
    }
}
