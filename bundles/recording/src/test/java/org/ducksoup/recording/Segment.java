package org.ducksoup.recording;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An independent reader of Matroska files (RFC 8794, RFC 9559).
 *
 * @param offset of the element's first byte, from the beginning of the file
 * @param end offset behind its last byte
 */
public record Segment(int id, int offset, int contentOffset, int end) {
    public static final int CLUSTER = 0x1F43B675;

    /** The top elements of the segment, without one that is cut off. */
    public static List<Segment> elements(byte[] file) {
        Segment head = at(file, 0);
        Segment segment = at(file, head.end);
        return children(file, segment.contentOffset, Math.min(segment.end, file.length));
    }

    static List<Segment> children(byte[] file, int start, int end) {
        List<Segment> found = new ArrayList<>();
        int position = start;
        while (position + 12 <= end) {
            Segment element = at(file, position);
            if (element.end > end) {
                break;
            }
            found.add(element);
            position = element.end;
        }
        return found;
    }

    private static Segment at(byte[] file, int offset) {
        ByteBuffer bytes = ByteBuffer.wrap(file, offset, file.length - offset);
        int idLength = Integer.numberOfLeadingZeros(bytes.get(offset) & 0xff) - 23;
        int sizeLength = Integer.numberOfLeadingZeros(bytes.get(offset + idLength) & 0xff) - 23;
        long id = number(file, offset, idLength);
        long size = number(file, offset + idLength, sizeLength) & (1L << 7 * sizeLength) - 1;
        boolean unknown = size == (1L << 7 * sizeLength) - 1;
        int content = offset + idLength + sizeLength;
        return new Segment((int) id, offset, content, unknown ? Integer.MAX_VALUE : (int) (content + size));
    }

    private static long number(byte[] file, int offset, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | (file[offset + i] & 0xff);
        }
        return value;
    }

    /** Number of blocks of a track within this cluster. */
    public long blocks(byte[] file, int track) {
        return children(file, contentOffset, end).stream()
                .filter(element -> element.id == 0xA3 && (file[element.contentOffset] & 0x7f) == track)
                .count();
    }
}
