package org.ducksoup.rtp.payload;

/** Key frames in H.264 payloads (RFC 6184), in its packetization modes 0 and 1: the ones WebRTC uses. */
public final class H264Payload {

    private static final int IDR_SLICE = 5;
    private static final int SEQUENCE_PARAMETER_SET = 7;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;

    private H264Payload() {}

    /**
     * Whether a decoder can start here: the payload holds a sequence parameter set, or an IDR slice, or the first fragment of
     * one of them. True for each slice of a key frame of several slices. Allocates nothing.
     *
     * @param buffer holds the payload
     * @param offset index of its first byte
     * @param length number of its bytes, within the array
     * @return false also for an empty or malformed payload
     */
    public static boolean startsKeyFrame(byte[] buffer, int offset, int length) {
        if (length < 1) {
            return false;
        }
        return switch (buffer[offset] & 0x1f) {
            case IDR_SLICE, SEQUENCE_PARAMETER_SET -> true;
            case STAP_A -> aggregateStartsKeyFrame(buffer, offset + 1, offset + length);
            case FU_A -> length > 1 && (buffer[offset + 1] & 0x80) != 0 && decodable(buffer[offset + 1]);
            default -> false;
        };
    }

    /** RFC 6184 section 5.7.1: units, each after its length in 16 bits. */
    private static boolean aggregateStartsKeyFrame(byte[] buffer, int start, int end) {
        int position = start;
        while (end - position > 2) {
            int size = (buffer[position] & 0xff) << 8 | (buffer[position + 1] & 0xff);
            position += 2;
            if (size == 0 || size > end - position) {
                return false;
            }
            if (decodable(buffer[position])) {
                return true;
            }
            position += size;
        }
        return false;
    }

    private static boolean decodable(byte header) {
        int type = header & 0x1f;
        return type == IDR_SLICE || type == SEQUENCE_PARAMETER_SET;
    }
}
