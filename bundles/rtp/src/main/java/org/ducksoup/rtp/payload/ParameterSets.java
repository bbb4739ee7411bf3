package org.ducksoup.rtp.payload;

import java.util.Arrays;

/** The parameter sets of H.264 received last (ITU-T H.264 sections 7.3.2.1 and 7.3.2.2). */
final class ParameterSets {
    /**
     * The most sets of each kind. Some encoders use a new identifier with every key frame, but none needs more than
     * this at a time.
     */
    private static final int MAX_SETS = 8;

    private static final int MAX_SET_LENGTH = 256;
    private static final int START_CODE_LENGTH = 4;

    /** The most bytes they can have all together, with start codes. */
    static final int MAX_LENGTH = 2 * MAX_SETS * (START_CODE_LENGTH + MAX_SET_LENGTH);

    /** The header, then profile, constraints and level in a byte each, then the identifier. */
    private final Recent sequenceSets = new Recent(4);

    private final Recent pictureSets = new Recent(1);

    /** False if it makes no sense, or is too long. */
    boolean addSequenceSet(byte[] bytes, int start, int end) {
        return sequenceSets.add(bytes, start, end);
    }

    boolean addPictureSet(byte[] bytes, int start, int end) {
        return pictureSets.add(bytes, start, end);
    }

    boolean complete() {
        return sequenceSets.count > 0 && pictureSets.count > 0;
    }

    /** All of them, sequence parameter sets first. */
    byte[] byteStream() {
        byte[] stream = new byte[MAX_LENGTH];
        int length = pictureSets.append(stream, sequenceSets.append(stream, 0));
        return Arrays.copyOf(stream, length);
    }

    void clear() {
        sequenceSets.count = 0;
        pictureSets.count = 0;
    }

    /** Sets of one kind, oldest first, one for each identifier. */
    private static final class Recent {
        private final int identifierAt;
        private final byte[][] sets = new byte[MAX_SETS][];
        private int count;

        Recent(int identifierAt) {
            this.identifierAt = identifierAt;
        }

        boolean add(byte[] bytes, int start, int end) {
            byte[] set = Arrays.copyOfRange(bytes, start, Math.min(end, start + MAX_SET_LENGTH));
            int identifier = identifier(set);
            if (identifier < 0 || end - start > MAX_SET_LENGTH) {
                return false;
            }
            int replaced = 0;
            while (replaced < count && identifier(sets[replaced]) != identifier) {
                replaced++;
            }
            if (replaced == count && count == MAX_SETS) {
                replaced = 0;
            }
            if (replaced < count) {
                System.arraycopy(sets, replaced + 1, sets, replaced, count - replaced - 1);
                count--;
            }
            sets[count++] = set;
            return true;
        }

        /** An Exp-Golomb code (ITU-T H.264 section 9.1), 0 to 255, or -1. */
        private int identifier(byte[] set) {
            int window = 0;
            for (int i = identifierAt; i < identifierAt + 4; i++) {
                window = window << 8 | (i < set.length ? set[i] & 0xff : 0);
            }
            int zeros = Integer.numberOfLeadingZeros(window);
            int identifier = zeros > 8 ? -1 : (window >>> (31 - 2 * zeros)) - 1;
            return identifier > 255 ? -1 : identifier;
        }

        int append(byte[] stream, int from) {
            int at = from;
            for (int i = 0; i < count; i++) {
                stream[at + START_CODE_LENGTH - 1] = 1;
                System.arraycopy(sets[i], 0, stream, at + START_CODE_LENGTH, sets[i].length);
                at += START_CODE_LENGTH + sets[i].length;
            }
            return at;
        }
    }
}
