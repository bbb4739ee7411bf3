package org.ducksoup.rtp.payload;

/** How long a packet of Opus lasts (RFC 6716 section 3). */
public final class OpusPayload {
    /** RFC 6716 section 3.2.5: no packet lasts longer than 120 ms. */
    private static final int MAX_SAMPLES = 5760;

    /** RFC 6716 section 3.4: no frame is longer. */
    private static final int MAX_FRAME_LENGTH = 1275;

    private OpusPayload() {}

    /**
     * Duration of a packet. Allocates nothing.
     *
     * @param buffer holds the payload
     * @param offset index of its first byte
     * @param length number of its bytes, within the array
     * @return in samples of 48 kHz, 120 to 5760, or -1 if it breaks the rules of RFC 6716 section 3.4
     */
    public static int samples(byte[] buffer, int offset, int length) {
        if (length < 1) {
            return -1;
        }
        int frames = frameCount(buffer, offset, length);
        int samples = frames * samplesPerFrame((buffer[offset] & 0xff) >> 3);
        return frames < 1 || samples > MAX_SAMPLES ? -1 : samples;
    }

    private static int frameCount(byte[] buffer, int offset, int length) {
        return switch (buffer[offset] & 0x03) {
            case 0 -> length - 1 <= MAX_FRAME_LENGTH ? 1 : -1;
            case 1 -> (length & 1) == 1 && length - 1 <= 2 * MAX_FRAME_LENGTH ? 2 : -1;
            case 2 -> secondFrameFits(buffer, offset + 1, length - 1) ? 2 : -1;
            default -> length > 1 ? buffer[offset + 1] & 0x3f : -1;
        };
    }

    /** RFC 6716 section 3.2.4: the length of the first of two frames precedes them, in one byte or two. */
    private static boolean secondFrameFits(byte[] buffer, int offset, int length) {
        if (length < 1) {
            return false;
        }
        int first = buffer[offset] & 0xff;
        if (first < 252) {
            return first <= length - 1;
        }
        return length > 1 && 4 * (buffer[offset + 1] & 0xff) + first <= length - 2;
    }

    /** RFC 6716 table 2. */
    private static int samplesPerFrame(int configuration) {
        if (configuration < 12) {
            return (configuration & 3) == 3 ? 2880 : 480 << (configuration & 3);
        }
        return configuration < 16 ? 480 << (configuration & 1) : 120 << (configuration & 3);
    }
}
