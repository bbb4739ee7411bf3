package org.ducksoup.transport.negotiation;

import java.util.Locale;

/**
 * Levels of H264 (ITU-T H.264, table A-1). A level says how large and how fast a video may be. Some encoders, such as those of
 * Apple, keep to the level that was offered, and send fewer pictures or none if it is too low.
 */
enum H264Level {
    LEVEL_3_1(0x1f, 3_600, 108_000),
    LEVEL_3_2(0x20, 5_120, 216_000),
    LEVEL_4_0(0x28, 8_192, 245_760),
    LEVEL_4_2(0x2a, 8_704, 522_240),
    LEVEL_5_0(0x32, 22_080, 589_824),
    LEVEL_5_1(0x33, 36_864, 983_040),
    LEVEL_5_2(0x34, 36_864, 2_073_600);

    private static final int MACROBLOCK = 16;

    private final int idc;
    private final int macroblocks;
    private final int macroblocksPerSecond;

    H264Level(int idc, int macroblocks, int macroblocksPerSecond) {
        this.idc = idc;
        this.macroblocks = macroblocks;
        this.macroblocksPerSecond = macroblocksPerSecond;
    }

    /** The level as it is written in {@code profile-level-id}. */
    String idc() {
        return String.format(Locale.ROOT, "%02x", idc);
    }

    /**
     * The lowest level that allows a video. It is at least 3.1, which every browser knows, and the highest one if none allows the
     * video.
     */
    static H264Level of(int width, int height, int frameRate) {
        int size = blocks(width) * blocks(height);
        for (H264Level level : values()) {
            if (size <= level.macroblocks && (long) size * frameRate <= level.macroblocksPerSecond) {
                return level;
            }
        }
        return LEVEL_5_2;
    }

    private static int blocks(int pixels) {
        return (pixels + MACROBLOCK - 1) / MACROBLOCK;
    }
}
