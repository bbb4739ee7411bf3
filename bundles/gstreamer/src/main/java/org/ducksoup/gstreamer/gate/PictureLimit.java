package org.ducksoup.gstreamer.gate;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ducksoup.api.media.Codec;
import org.ducksoup.rtp.payload.PictureSize;

/**
 * Decides which encoded pictures a decoder may get. A key frame of a few bytes can claim 16383x16383 pixels, for which
 * a decoder takes hundreds of megabytes. So the size is read before decoding. A picture that is too large is not
 * decoded, nor is any picture that builds on it. Not thread-safe.
 */
public final class PictureLimit {
    private static final int SEQUENCE_PARAMETER_SET = 7;
    private static final int SUBSET_SEQUENCE_PARAMETER_SET = 15;
    /** RFC 6386 section 9.1: the uncompressed part of a key frame. */
    private static final int VP8_HEADER = 10;

    private static final int UNIT_TYPE = 0x1f;
    private static final Pattern DESCRIPTION = Pattern.compile("codec_data=\\(buffer\\)([0-9a-fA-F]+)");
    /** Where a decoder configuration record has its number of sequence parameter sets (ISO/IEC 14496-15 section 5.3.3.1). */
    private static final int SET_COUNT = 5;

    private final Codec codec;
    private final int maxSide;
    private boolean blocked;
    private boolean lengths;
    private long refused;
    private String lastSize = "";

    /** @param maxSide most pixels in width and in height */
    public PictureLimit(Codec codec, int maxSide) {
        this.codec = codec;
        this.maxSide = maxSide;
    }

    /** The number of bytes of a frame that {@link #passes} needs. */
    int needed(int length) {
        return codec == Codec.VP8 ? Math.min(length, VP8_HEADER) : length;
    }

    /** Whether the decoder may get this frame, given its first bytes. */
    boolean passes(byte[] frame, int length) {
        if (codec == Codec.VP8) {
            if (length > 0 && (frame[0] & 1) == 0) {
                judge(PictureSize.ofVp8(frame, 0, length));
            }
        } else if (codec == Codec.H264) {
            checkUnits(frame, length);
        }
        refused += blocked ? 1 : 0;
        return !blocked;
    }

    /** Reads the caps of the frames that follow. */
    void describe(String caps) {
        if (codec != Codec.H264) {
            return;
        }
        lengths = caps.contains("stream-format=(string)avc");
        Matcher description = DESCRIPTION.matcher(caps);
        if (description.find()) {
            checkDescription(HexFormat.of().parseHex(description.group(1)));
        }
    }

    private void judge(Optional<PictureSize> size) {
        blocked = size.isEmpty() || !size.get().fits(maxSide);
        if (blocked) {
            lastSize = size.map(known -> known.width() + "x" + known.height()).orElse("unreadable");
        }
    }

    private void checkUnits(byte[] frame, int length) {
        boolean known = false;
        int start = unit(frame, 0, length);
        while (start >= 0 && start < length) {
            int end = end(frame, start, length);
            known |= checkSet(frame, start, end, known);
            start = unit(frame, end, length);
        }
    }

    /** If a frame has several parameter sets, one that is too large is enough to refuse it. */
    private boolean checkSet(byte[] bytes, int start, int end, boolean known) {
        int type = bytes[start] & UNIT_TYPE;
        boolean isSet = type == SEQUENCE_PARAMETER_SET || type == SUBSET_SEQUENCE_PARAMETER_SET;
        if (isSet && !(known && blocked)) {
            judge(PictureSize.decodedBySequenceParameterSet(bytes, start, end - start));
        }
        return isSet;
    }

    /** The position of the next unit, after a start code or a length; negative if there is none. */
    private int unit(byte[] frame, int from, int length) {
        if (lengths) {
            return from + 4 < length ? from + 4 : -1;
        }
        for (int i = from; i + 3 < length; i++) {
            if (frame[i] == 0 && frame[i + 1] == 0 && frame[i + 2] == 1) {
                return i + 3;
            }
        }
        return -1;
    }

    private int end(byte[] frame, int start, int length) {
        if (lengths) {
            long size = (frame[start - 4] & 0xffL) << 24
                    | (frame[start - 3] & 0xff) << 16
                    | (frame[start - 2] & 0xff) << 8
                    | (frame[start - 1] & 0xff);
            return (int) Math.min(length, start + size);
        }
        for (int i = start; i + 2 < length; i++) {
            if (frame[i] == 0 && frame[i + 1] == 0 && frame[i + 2] <= 1 && frame[i + 2] >= 0) {
                return i;
            }
        }
        return length;
    }

    private void checkDescription(byte[] record) {
        int sets = record.length > SET_COUNT ? record[SET_COUNT] & 0x1f : 0;
        int at = SET_COUNT + 1;
        boolean known = false;
        for (int i = 0; i < sets && at + 2 < record.length; i++) {
            int size = (record[at] & 0xff) << 8 | (record[at + 1] & 0xff);
            int end = Math.min(record.length, at + 2 + size);
            known |= size > 0 && checkSet(record, at + 2, end, known);
            at += 2 + size;
        }
    }

    /** The number of frames that were refused. */
    long refused() {
        return refused;
    }

    /** The size that the last refused frame claimed. */
    String lastSize() {
        return lastSize;
    }
}
