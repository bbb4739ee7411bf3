package org.ducksoup.transport.udp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An array of {@code struct mmsghdr} with one piece of data each, and the memory that it points to. One thread.
 *
 * <p>On Linux with 64 bits: {@code msghdr} has 56 bytes (name, its length, vector, its length, control, its length,
 * flags), then the number of bytes, padded to 64.
 */
final class Messages {
    private static final int HEADER = 64;
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_LENGTH = 24;
    private static final int BYTES = 56;
    private static final int PIECE = 16;
    private static final int NAME_ROOM = 32;

    private final int room;
    private final int nameLength;
    private final ByteBuffer memory;
    private final long address;
    private final int pieces;
    private final int names;
    private final int data;

    /**
     * @param room bytes of data of each message
     * @param nameLength room for the address that a message comes from; 0 for messages that are sent
     */
    Messages(int count, int room, int nameLength) {
        this.room = room;
        this.nameLength = nameLength;
        pieces = count * HEADER;
        names = pieces + count * PIECE;
        data = names + count * NAME_ROOM;
        memory = ByteBuffer.allocateDirect(data + count * room).order(ByteOrder.nativeOrder());
        address = BatchedSocket.addressOf(memory);
        for (int i = 0; i < count; i++) {
            memory.putLong(i * HEADER + NAME, address + nameOffset(i));
            memory.putInt(i * HEADER + NAME_LENGTH, nameLength);
            memory.putLong(i * HEADER + VECTOR, address + pieces + (long) i * PIECE);
            memory.putLong(i * HEADER + VECTOR_LENGTH, 1);
            memory.putLong(pieces + i * PIECE, address + dataOffset(i));
            memory.putLong(pieces + i * PIECE + 8, room);
        }
    }

    long address() {
        return address;
    }

    /** Of the messages from this one on. */
    long address(int first) {
        return address + (long) first * HEADER;
    }

    ByteBuffer memory() {
        return memory;
    }

    int dataOffset(int index) {
        return data + index * room;
    }

    int nameOffset(int index) {
        return names + index * NAME_ROOM;
    }

    /** The bytes of a message that was read. One that was longer is cut. */
    int length(int index) {
        return memory.getInt(index * HEADER + BYTES);
    }

    /** Makes the first ones ready to be read into again: the kernel has written the lengths of their names. */
    void expect(int used) {
        for (int i = 0; i < used; i++) {
            memory.putInt(i * HEADER + NAME_LENGTH, nameLength);
        }
    }

    /** Fills one that is to be sent. */
    void put(int index, byte[] bytes, int offset, int length, ByteBuffer sockaddr) {
        memory.put(dataOffset(index), bytes, offset, length);
        memory.putLong(pieces + index * PIECE + 8, length);
        memory.put(nameOffset(index), sockaddr, 0, sockaddr.capacity());
        memory.putInt(index * HEADER + NAME_LENGTH, sockaddr.capacity());
    }
}
