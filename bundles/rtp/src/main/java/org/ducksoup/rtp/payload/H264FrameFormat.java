package org.ducksoup.rtp.payload;

/** RFC 6184: units of the network abstraction layer, alone, several in a packet, or one in several packets. */
final class H264FrameFormat implements FrameFormat {
    private static final byte[] START_CODE = {0, 0, 0, 1};
    private static final int SLICE = 1;
    private static final int IDR_SLICE = 5;
    private static final int SEQUENCE_PARAMETER_SET = 7;
    private static final int PICTURE_PARAMETER_SET = 8;
    private static final int DELIMITER = 9;
    private static final int FILLER = 12;
    private static final int LAST_UNIT_TYPE = 23;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;

    private final ParameterSets parameterSets = new ParameterSets();
    private final byte[] header = new byte[1];
    private int unitStart;
    private boolean inFragments;
    private boolean slices;
    private boolean keyFrame;
    private boolean sequenceSet;
    private boolean pictureSet;

    @Override
    public FrameBuffer newBuffer() {
        return new FrameBuffer(ParameterSets.MAX_LENGTH);
    }

    @Override
    public void begin() {
        inFragments = false;
        slices = false;
        keyFrame = false;
        sequenceSet = false;
        pictureSet = false;
    }

    @Override
    public boolean append(FrameBuffer frame, byte[] payload, int offset, int length) {
        if (length < 1 || (payload[offset] & 0x80) != 0) {
            return false;
        }
        int type = payload[offset] & 0x1f;
        if (type == FU_A) {
            return appendFragment(frame, payload, offset, length);
        }
        if (inFragments) {
            return false;
        }
        if (type == STAP_A) {
            return appendAggregate(frame, payload, offset + 1, offset + length);
        }
        return appendUnit(frame, payload, offset, length);
    }

    /** RFC 6184 section 5.7.1: units, each after its length in 16 bits. */
    private boolean appendAggregate(FrameBuffer frame, byte[] payload, int start, int end) {
        int position = start;
        while (end - position > 2) {
            int size = (payload[position] & 0xff) << 8 | (payload[position + 1] & 0xff);
            position += 2;
            if (size == 0 || size > end - position || !appendUnit(frame, payload, position, size)) {
                return false;
            }
            position += size;
        }
        return position == end;
    }

    private boolean appendUnit(FrameBuffer frame, byte[] payload, int offset, int length) {
        int type = payload[offset] & 0x1f;
        unitStart = frame.end();
        return type >= 1
                && type <= LAST_UNIT_TYPE
                && frame.append(START_CODE, 0, START_CODE.length)
                && frame.append(payload, offset, length)
                && endUnit(frame);
    }

    /** RFC 6184 section 5.8. */
    private boolean appendFragment(FrameBuffer frame, byte[] payload, int offset, int length) {
        if (length < 2) {
            return false;
        }
        int fragment = payload[offset + 1];
        boolean first = (fragment & 0x80) != 0;
        int type = fragment & 0x1f;
        if (first == inFragments || type < 1 || type > LAST_UNIT_TYPE) {
            return false;
        }
        if (first) {
            inFragments = true;
            unitStart = frame.end();
            header[0] = (byte) ((payload[offset] & 0x60) | type);
            if (!frame.append(START_CODE, 0, START_CODE.length) || !frame.append(header, 0, 1)) {
                return false;
            }
        }
        if (!frame.append(payload, offset + 2, length - 2)) {
            return false;
        }
        if ((fragment & 0x40) == 0) {
            return true;
        }
        inFragments = false;
        return endUnit(frame);
    }

    private boolean endUnit(FrameBuffer frame) {
        int start = unitStart + START_CODE.length;
        int type = frame.bytes()[start] & 0x1f;
        switch (type) {
            case SEQUENCE_PARAMETER_SET -> {
                sequenceSet = true;
                return parameterSets.addSequenceSet(frame.bytes(), start, frame.end());
            }
            case PICTURE_PARAMETER_SET -> {
                pictureSet = true;
                return parameterSets.addPictureSet(frame.bytes(), start, frame.end());
            }
            // Of no use in a file; and parameter sets may not be put before a delimiter.
            case DELIMITER, FILLER -> frame.cut(unitStart);
            default -> {
                slices |= type <= IDR_SLICE;
                keyFrame |= type == IDR_SLICE;
            }
        }
        return true;
    }

    /** Slices alone do not tell that their parameter sets were not lost. */
    @Override
    public boolean startsFrame(byte[] payload, int offset, int length) {
        int type = payload[offset] & 0x1f;
        if (type == STAP_A && length > 3) {
            type = payload[offset + 3] & 0x1f;
        }
        return type == SEQUENCE_PARAMETER_SET || type == DELIMITER;
    }

    /** ITU-T H.264 section 7.4.1.2.3: what may come before a picture's first slice, or the slice of its first block. */
    @Override
    public boolean beginsPicture(byte[] payload, int offset, int length) {
        int at = offset;
        int type = payload[at] & 0x1f;
        if (type == STAP_A && length > 4) {
            at += 3;
            type = payload[at] & 0x1f;
        } else if (type == FU_A && length > 2) {
            at += 1;
            type = (payload[at] & 0x80) == 0 ? FU_A : payload[at] & 0x1f;
        }
        boolean beforeSlices = type > IDR_SLICE && type <= DELIMITER;
        // first_mb_in_slice is 0 where its first bit is 1.
        boolean firstSlice = (type == SLICE || type == IDR_SLICE) && at + 1 < offset + length && payload[at + 1] < 0;
        return beforeSlices || firstSlice;
    }

    @Override
    public Content finish(FrameBuffer frame) {
        if (inFragments) {
            return Content.DAMAGED;
        }
        if (!slices) {
            return Content.NOTHING;
        }
        if (!keyFrame) {
            return Content.DEPENDENT_FRAME;
        }
        if (!sequenceSet || !pictureSet) {
            if (!parameterSets.complete()) {
                return Content.DAMAGED;
            }
            frame.prepend(parameterSets.byteStream());
        }
        return Content.KEY_FRAME;
    }

    @Override
    public void reset() {
        parameterSets.clear();
    }
}
