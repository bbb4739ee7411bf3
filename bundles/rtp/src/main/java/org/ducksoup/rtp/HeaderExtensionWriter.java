package org.ducksoup.rtp;

import java.util.Arrays;
import java.util.Objects;

/**
 * Writes one block of header extensions in the one-byte form (RFC 8285 section 4.2), to stand right after the fixed header.
 *
 * <p>{@link #begin}, any number of {@link #add} and {@link #reserve}, {@link #end}; then again for the next packet. Allocates
 * nothing. Not thread-safe.
 */
public final class HeaderExtensionWriter {
    /** The highest local identifier of an element: the one-byte form has room for no more (RFC 8285 section 4.2). */
    public static final int MAX_ID = 14;

    private static final byte[] NOTHING = new byte[0];

    private byte[] buffer = NOTHING;
    private int start;
    private int position;
    private int usedIds;

    /**
     * Starts a block; one that was not ended is forgotten.
     *
     * @param buffer written to; kept until {@link #end}
     * @param offset index of the block's first byte
     * @return this
     * @throws IndexOutOfBoundsException if the array has no room for the block's four bytes of header
     */
    public HeaderExtensionWriter begin(byte[] buffer, int offset) {
        Objects.checkFromIndexSize(offset, 4, buffer.length);
        this.buffer = buffer;
        this.start = offset;
        this.position = offset + 4;
        this.usedIds = 0;
        return this;
    }

    /**
     * Appends an element.
     *
     * @param id the negotiated local identifier, 1 to 14, not yet in this block
     * @param data 1 to 16 bytes, copied
     * @return this
     * @throws IllegalArgumentException if identifier or length is out of range, or the identifier is in the block already
     * @throws IndexOutOfBoundsException if the array has no room, or no block was begun
     */
    public HeaderExtensionWriter add(int id, byte[] data) {
        int index = reserve(id, data.length);
        System.arraycopy(data, 0, buffer, index, data.length);
        return this;
    }

    /**
     * Appends an element of zeros, for a value that is known later, such as the transport-wide sequence number.
     *
     * @param id the negotiated local identifier, 1 to 14, not yet in this block
     * @param length bytes of data, 1 to 16
     * @return index in the array of the first byte of data
     * @throws IllegalArgumentException if identifier or length is out of range, or the identifier is in the block already
     * @throws IndexOutOfBoundsException if the array has no room, or no block was begun
     */
    public int reserve(int id, int length) {
        if (id < 1 || id > MAX_ID || length < 1 || length > 16 || (usedIds & 1 << id) != 0) {
            throw new IllegalArgumentException("header extension element " + id + " of " + length + " bytes");
        }
        Objects.checkFromIndexSize(position, 1 + length, buffer.length);
        usedIds |= 1 << id;
        buffer[position] = (byte) (id << 4 | (length - 1));
        int index = position + 1;
        position = index + length;
        Arrays.fill(buffer, index, position, (byte) 0);
        return index;
    }

    /**
     * Pads the block to 32 bits and fills in its length.
     *
     * @return index of the first byte after the block: where the payload begins
     * @throws IndexOutOfBoundsException if the array has no room for the padding, or no block was begun
     */
    public int end() {
        int padding = -(position - start) & 3;
        Objects.checkFromIndexSize(position, padding, buffer.length);
        Arrays.fill(buffer, position, position + padding, (byte) 0);
        position += padding;
        int words = (position - start) / 4 - 1;
        buffer[start] = (byte) 0xBE;
        buffer[start + 1] = (byte) 0xDE;
        buffer[start + 2] = (byte) (words >> 8);
        buffer[start + 3] = (byte) words;
        buffer = NOTHING;
        return position;
    }
}
