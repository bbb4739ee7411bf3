package org.ducksoup.recording.matroska;

import java.util.Optional;

/**
 * @param width pixels
 * @param height pixels
 */
record PictureSize(int width, int height) {
    /** Of a VP8 key frame (RFC 6386 section 9.1). */
    static Optional<PictureSize> ofVp8(byte[] frame, int length) {
        boolean startCode =
                length >= 10 && (frame[0] & 1) == 0 && (frame[3] & 0xff) == 0x9d && frame[4] == 1 && frame[5] == 0x2a;
        if (!startCode) {
            return Optional.empty();
        }
        int width = ((frame[6] & 0xff) | ((frame[7] & 0x3f) << 8));
        int height = ((frame[8] & 0xff) | ((frame[9] & 0x3f) << 8));
        return Optional.of(new PictureSize(width, height));
    }

    /** Of an H.264 sequence parameter set with its NAL header (ITU-T H.264 section 7.3.2.1.1). */
    static Optional<PictureSize> ofSequenceParameterSet(byte[] sps) {
        try {
            return Optional.of(read(new BitReader(sps, 1)));
        } catch (IndexOutOfBoundsException malformed) {
            return Optional.empty();
        }
    }

    private static PictureSize read(BitReader bits) {
        int profile = bits.bits(8);
        bits.bits(16);
        bits.unsigned();
        int chroma = isHighProfile(profile) ? skipHighProfile(bits) : 1;
        bits.unsigned();
        skipPictureOrder(bits);
        bits.unsigned();
        bits.flag();
        int widthInBlocks = bits.unsigned() + 1;
        int heightInUnits = bits.unsigned() + 1;
        boolean framesOnly = bits.flag();
        if (!framesOnly) {
            bits.flag();
        }
        bits.flag();
        int width = widthInBlocks * 16;
        int height = heightInUnits * 16 * (framesOnly ? 1 : 2);
        if (bits.flag()) {
            int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
            int unitY = (chroma == 1 ? 2 : 1) * (framesOnly ? 1 : 2);
            width -= unitX * (bits.unsigned() + bits.unsigned());
            height -= unitY * (bits.unsigned() + bits.unsigned());
        }
        return new PictureSize(width, height);
    }

    private static boolean isHighProfile(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128 -> true;
            default -> false;
        };
    }

    private static int skipHighProfile(BitReader bits) {
        int chroma = bits.unsigned();
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
        int last = 8;
        int next = 8;
        for (int i = 0; i < size; i++) {
            if (next != 0) {
                next = (last + bits.signed() + 256) % 256;
            }
            last = next == 0 ? last : next;
        }
    }

    private static void skipPictureOrder(BitReader bits) {
        int type = bits.unsigned();
        if (type == 0) {
            bits.unsigned();
        } else if (type == 1) {
            bits.flag();
            bits.signed();
            bits.signed();
            int count = bits.unsigned();
            for (int i = 0; i < count; i++) {
                bits.signed();
            }
        }
    }
}
