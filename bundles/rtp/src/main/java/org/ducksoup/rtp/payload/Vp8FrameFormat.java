package org.ducksoup.rtp.payload;

/** RFC 7741: a frame is what follows the descriptors of its packets. */
final class Vp8FrameFormat implements FrameFormat {
    /** RFC 6386 section 9.1: the uncompressed part of a frame, and of a key frame. */
    private static final int FRAME_TAG = 3;

    private static final int KEY_FRAME_HEADER = 10;

    @Override
    public FrameBuffer newBuffer() {
        return new FrameBuffer(0);
    }

    @Override
    public void begin() {}

    @Override
    public boolean append(FrameBuffer frame, byte[] payload, int offset, int length) {
        int descriptor = Vp8Payload.descriptorLength(payload, offset, length);
        boolean first = frame.length() == 0;
        return descriptor > 0
                && first == startsFrame(payload, offset, length)
                && frame.append(payload, offset + descriptor, length - descriptor);
    }

    @Override
    public boolean startsFrame(byte[] payload, int offset, int length) {
        return Vp8Payload.startsFrame(payload, offset, length);
    }

    @Override
    public boolean beginsPicture(byte[] payload, int offset, int length) {
        return startsFrame(payload, offset, length);
    }

    @Override
    public Content finish(FrameBuffer frame) {
        byte[] bytes = frame.bytes();
        int start = frame.start();
        if (frame.length() < FRAME_TAG) {
            return Content.DAMAGED;
        }
        boolean key = (bytes[start] & 1) == 0;
        int header = key ? KEY_FRAME_HEADER : FRAME_TAG;
        int firstPartition =
                ((bytes[start] & 0xff) | (bytes[start + 1] & 0xff) << 8 | (bytes[start + 2] & 0xff) << 16) >> 5;
        if (firstPartition > frame.length() - header || (key && !hasStartCode(bytes, start + FRAME_TAG))) {
            return Content.DAMAGED;
        }
        return key ? Content.KEY_FRAME : Content.DEPENDENT_FRAME;
    }

    private static boolean hasStartCode(byte[] bytes, int index) {
        return (bytes[index] & 0xff) == 0x9d && bytes[index + 1] == 0x01 && bytes[index + 2] == 0x2a;
    }

    @Override
    public void reset() {}
}
