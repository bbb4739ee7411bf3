package org.ducksoup.recording.ogg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A page of an Ogg stream that is being filled (RFC 3533 section 6). */
public final class OggPage {
    static final int HEADER_LENGTH = 27;
    static final int MAX_SEGMENTS = 255;
    static final int FIRST = 0x02;
    static final int LAST = 0x04;

    private static final int TYPE_AT = 5;
    private static final int CRC_AT = 22;
    private static final int[] CRC = new int[256];

    static {
        for (int i = 0; i < CRC.length; i++) {
            int r = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                r = r < 0 ? (r << 1) ^ 0x04c11db7 : r << 1;
            }
            CRC[i] = r;
        }
    }

    private final byte[] lacing = new byte[MAX_SEGMENTS];
    private byte[] body = new byte[16 * 1024];
    private int segments;
    private int length;

    boolean isEmpty() {
        return segments == 0;
    }

    /** Whether a packet of this length ends within this page. */
    boolean hasRoomFor(int packetLength) {
        return segments + packetLength / 255 + 1 <= MAX_SEGMENTS;
    }

    void add(byte[] packet, int packetLength) {
        for (int left = packetLength; left >= 0; left -= 255) {
            lacing[segments++] = (byte) Math.min(255, left);
        }
        if (length + packetLength > body.length) {
            body = java.util.Arrays.copyOf(body, 2 * (length + packetLength));
        }
        System.arraycopy(packet, 0, body, length, packetLength);
        length += packetLength;
    }

    /** Returns the page as bytes and empties this object. */
    byte[] take(int type, long granule, int serial, int sequence) {
        ByteBuffer page = ByteBuffer.allocate(HEADER_LENGTH + segments + length).order(ByteOrder.LITTLE_ENDIAN);
        page.put((byte) 'O').put((byte) 'g').put((byte) 'g').put((byte) 'S').put((byte) 0);
        page.put((byte) type).putLong(granule).putInt(serial).putInt(sequence).putInt(0);
        page.put((byte) segments).put(lacing, 0, segments).put(body, 0, length);
        segments = 0;
        length = 0;
        return checked(page.array());
    }

    /** The same page, marked as the last one of the stream. */
    public static byte[] asLast(byte[] page) {
        byte[] last = page.clone();
        last[TYPE_AT] |= LAST;
        return checked(last);
    }

    private static byte[] checked(byte[] page) {
        ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).putInt(CRC_AT, checksum(page));
        return page;
    }

    static boolean isSound(byte[] page) {
        return ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).getInt(CRC_AT) == checksum(page);
    }

    /** The checksum's own field counts as zero. */
    private static int checksum(byte[] page) {
        int crc = 0;
        for (int i = 0; i < page.length; i++) {
            int value = i >= CRC_AT && i < CRC_AT + 4 ? 0 : page[i] & 0xff;
            crc = (crc << 8) ^ CRC[(crc >>> 24) ^ value];
        }
        return crc;
    }
}
