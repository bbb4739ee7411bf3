package org.ducksoup.transport.negotiation;

import java.util.Locale;

/**
 * Levels of H264 (ITU-T H.264, table A-1): what an encoder may send and a decoder has to bear. Some encoders of Apple and
 * NVIDIA keep to the level, and send fewer pictures or none if it is too low.
 */
enum H264Level {
    LEVEL_3_1(0x1f, 3_600, 108_000),
    LEVEL_3_2(0x20, 5_120, 216_000),
    LEVEL_4_0(0x28, 8_192, 245_760),
    LEVEL_4_2(0x2a, 8_704, 522_240),
    LEVEL_5_0(0x32, 22_080, 589_824),
    LEVEL_5_1(0x33, 36_864, 983_040),
    LEVEL_5_2(0x34, 36_864, 2_073_600);

    private final int idc;
    private final int macroblocks;
    private final int macroblocksPerSecond;

    H264Level(int idc, int macroblocks, int macroblocksPerSecond) {
        this.idc = idc;
        this.macroblocks = macroblocks;
        this.macroblocksPerSecond = macroblocksPerSecond;
    }

    /** As in {@code profile-level-id}. */
    String idc() {
        return String.format(Locale.ROOT, "%02x", idc);
    }

    /** The lowest level that allows such a video, not below 3.1, which every browser offers; the highest if none allows it. */
    static H264Level of(int width, int height, int frameRate) {
        int size = (width + 15) / 16 * ((height + 15) / 16);
        for (H264Level level : values()) {
            if (size <= level.macroblocks && (long) size * frameRate <= level.macroblocksPerSecond) {
                return level;
            }
        }
        return LEVEL_5_2;
    }
}
