package org.ducksoup.transport.srtp;

import org.jitsi.utils.ByteArrayBuffer;

/** A packet inside a larger array, in the form that jitsi-srtp expects. Reused for every packet of one direction. */
final class PacketRegion implements ByteArrayBuffer {
    private byte[] buffer = new byte[0];
    private int offset;
    private int length;

    PacketRegion set(byte[] newBuffer, int newOffset, int newLength) {
        buffer = newBuffer;
        offset = newOffset;
        length = newLength;
        return this;
    }

    @Override
    public byte[] getBuffer() {
        return buffer;
    }

    @Override
    public int getOffset() {
        return offset;
    }

    @Override
    public int getLength() {
        return length;
    }

    @Override
    public void setLength(int newLength) {
        length = newLength;
    }

    @Override
    public void setOffset(int newOffset) {
        offset = newOffset;
    }

    @Override
    public boolean isInvalid() {
        return length <= 0;
    }

    @Override
    public void readRegionToBuff(int from, int count, byte[] target) {
        System.arraycopy(buffer, offset + from, target, 0, count);
    }

    /** The caller provides an array with room behind the packet, so nothing is copied here. */
    @Override
    public void grow(int howMuch) {
        if (offset + length + howMuch > buffer.length) {
            throw new IllegalStateException("no room for the authentication tag behind the packet");
        }
    }

    @Override
    public void append(byte[] data, int count) {
        grow(count);
        System.arraycopy(data, 0, buffer, offset + length, count);
        length += count;
    }

    @Override
    public void shrink(int howMuch) {
        length = Math.max(0, length - howMuch);
    }
}
