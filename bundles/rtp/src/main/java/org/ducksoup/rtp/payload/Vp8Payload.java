package org.ducksoup.rtp.payload;

/** Frames and key frames in VP8 payloads (RFC 7741 section 4). */
public final class Vp8Payload {

    private Vp8Payload() {}

    /**
     * Length of the payload descriptor that precedes the VP8 data (RFC 7741 section 4.2). Allocates nothing.
     *
     * @param buffer holds the payload
     * @param offset index of its first byte
     * @param length number of its bytes, within the array
     * @return 1 to 6, or -1 if no byte of VP8 data follows the descriptor
     */
    public static int descriptorLength(byte[] buffer, int offset, int length) {
        if (length < 2) {
            return -1;
        }
        int descriptor = 1;
        if ((buffer[offset] & 0x80) != 0) {
            int extension = buffer[offset + 1] & 0xff;
            descriptor++;
            if ((extension & 0x80) != 0) {
                if (length <= descriptor) {
                    return -1;
                }
                descriptor += (buffer[offset + descriptor] & 0x80) != 0 ? 2 : 1;
            }
            descriptor += (extension & 0x40) != 0 ? 1 : 0;
            descriptor += (extension & 0x30) != 0 ? 1 : 0;
        }
        return descriptor < length ? descriptor : -1;
    }

    /**
     * Whether this is the first packet of a frame: the start of its partition 0. Allocates nothing.
     *
     * @param buffer holds the payload
     * @param offset index of its first byte
     * @param length number of its bytes, within the array
     * @return false also for a malformed payload
     */
    public static boolean startsFrame(byte[] buffer, int offset, int length) {
        return descriptorLength(buffer, offset, length) > 0 && (buffer[offset] & 0x17) == 0x10;
    }

    /**
     * Whether this is the first packet of a key frame: where a decoder can start. Allocates nothing.
     *
     * @param buffer holds the payload
     * @param offset index of its first byte
     * @param length number of its bytes, within the array
     * @return false also for a malformed payload
     */
    public static boolean startsKeyFrame(byte[] buffer, int offset, int length) {
        // RFC 7741 section 4.3: the lowest bit of the payload header is 0 in key frames.
        return startsFrame(buffer, offset, length)
                && (buffer[offset + descriptorLength(buffer, offset, length)] & 0x01) == 0;
    }
}
