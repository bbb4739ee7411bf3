package org.ducksoup.rtp.payload;

import java.util.Optional;

/**
 * The size of a stream's pictures as its key frames state it. Nothing is decoded to find it. Immutable.
 *
 * @param width pixels, 0 to 2147483647; nothing says that a decoder would accept it
 * @param height pixels, the same
 */
public record PictureSize(int width, int height) {
    private static final int MAX_ORDER_COUNT_CYCLE = 255;

    /**
     * The size a VP8 key frame has (RFC 6386 section 9.1), 0 to 16383 each way. Never throws.
     *
     * @param frame holds the frame without RTP's payload descriptors
     * @param offset index of its first byte
     * @param length number of its bytes, within the array
     * @return empty if it is no key frame, or too short to be one
     */
    public static Optional<PictureSize> ofVp8(byte[] frame, int offset, int length) {
        boolean startCode = length >= 10
                && (frame[offset] & 1) == 0
                && (frame[offset + 3] & 0xff) == 0x9d
                && frame[offset + 4] == 1
                && frame[offset + 5] == 0x2a;
        if (!startCode) {
            return Optional.empty();
        }
        int width = (frame[offset + 6] & 0xff) | ((frame[offset + 7] & 0x3f) << 8);
        int height = (frame[offset + 8] & 0xff) | ((frame[offset + 9] & 0x3f) << 8);
        return Optional.of(new PictureSize(width, height));
    }

    /**
     * The size in which pictures are shown that follow an H.264 sequence parameter set (ITU-T H.264 section 7.3.2.1.1).
     * Never throws.
     *
     * @param unit holds the parameter set, its NAL header first
     * @param offset index of that header
     * @param length number of its bytes, within the array
     * @return empty if it makes no sense
     */
    public static Optional<PictureSize> shownBySequenceParameterSet(byte[] unit, int offset, int length) {
        return read(unit, offset, length).map(Coded::shown);
    }

    /**
     * The size in which such pictures are decoded: whole macroblocks, before anything is cut off at the sides. A
     * decoder needs memory for this size: a picture that is shown small can be decoded as one of 16384x16384.
     *
     * @param unit holds the parameter set, its NAL header first
     * @param offset index of that header
     * @param length number of its bytes, within the array
     * @return empty if it makes no sense
     */
    public static Optional<PictureSize> decodedBySequenceParameterSet(byte[] unit, int offset, int length) {
        return read(unit, offset, length).map(Coded::decoded);
    }

    /** Whether both sides have at most this length, in pixels. */
    public boolean fits(int maxSide) {
        return width <= maxSide && height <= maxSide;
    }

    /** A picture in macroblocks, and what is cut off. */
    private record Coded(long width, long height, long cutWidth, long cutHeight) {
        PictureSize decoded() {
            return new PictureSize(pixels(width), pixels(height));
        }

        PictureSize shown() {
            return new PictureSize(pixels(width - cutWidth), pixels(height - cutHeight));
        }

        private static int pixels(long number) {
            return (int) Math.max(0, Math.min(Integer.MAX_VALUE, number));
        }
    }

    private static Optional<Coded> read(byte[] unit, int offset, int length) {
        try {
            return Optional.of(read(new BitReader(unit, offset + 1, offset + length)));
        } catch (IndexOutOfBoundsException malformed) {
            return Optional.empty();
        }
    }

    private static Coded read(BitReader bits) {
        int profile = bits.bits(8);
        bits.bits(16);
        bits.unsigned();
        long chroma = isHighProfile(profile) ? skipHighProfile(bits) : 1;
        bits.unsigned();
        skipPictureOrder(bits);
        bits.unsigned();
        bits.flag();
        long widthInBlocks = bits.unsigned() + 1;
        long heightInUnits = bits.unsigned() + 1;
        boolean framesOnly = bits.flag();
        if (!framesOnly) {
            bits.flag();
        }
        bits.flag();
        long width = widthInBlocks * 16;
        long height = heightInUnits * 16 * (framesOnly ? 1 : 2);
        if (!bits.flag()) {
            return new Coded(width, height, 0, 0);
        }
        int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
        int unitY = (chroma == 1 ? 2 : 1) * (framesOnly ? 1 : 2);
        long cutWidth = unitX * (bits.unsigned() + bits.unsigned());
        long cutHeight = unitY * (bits.unsigned() + bits.unsigned());
        return new Coded(width, height, cutWidth, cutHeight);
    }

    private static boolean isHighProfile(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128 -> true;
            default -> false;
        };
    }

    private static long skipHighProfile(BitReader bits) {
        long chroma = bits.unsigned();
        if (chroma == 3) {
            bits.flag();
        }
        bits.unsigned();
        bits.unsigned();
        bits.flag();
        if (bits.flag()) {
            for (int i = 0; i < (chroma == 3 ? 12 : 8); i++) {
                if (bits.flag()) {
                    skipScalingList(bits, i < 6 ? 16 : 64);
                }
            }
        }
        return chroma;
    }

    private static void skipScalingList(BitReader bits, int size) {
        long last = 8;
        long next = 8;
        for (int i = 0; i < size; i++) {
            if (next != 0) {
                next = Math.floorMod(last + bits.signed(), 256L);
            }
            last = next == 0 ? last : next;
        }
    }

    private static void skipPictureOrder(BitReader bits) {
        long type = bits.unsigned();
        if (type == 0) {
            bits.unsigned();
        } else if (type == 1) {
            bits.flag();
            bits.signed();
            bits.signed();
            long count = bits.unsigned();
            if (count > MAX_ORDER_COUNT_CYCLE) {
                throw new IndexOutOfBoundsException("too long a cycle of picture order counts");
            }
            for (int i = 0; i < count; i++) {
                bits.signed();
            }
        }
    }
}
