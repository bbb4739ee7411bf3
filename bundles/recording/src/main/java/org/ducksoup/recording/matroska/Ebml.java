package org.ducksoup.recording.matroska;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Builds EBML elements (RFC 8794) in memory. */
public final class Ebml {
    /** A size of eight bytes that means: until the next element of this level, or the end of the file. */
    static final long UNKNOWN_SIZE = 0x00ff_ffff_ffff_ffffL;

    private byte[] bytes = new byte[4096];
    private int length;

    public int length() {
        return length;
    }

    /** The bytes built so far, valid until the next call. */
    public ByteBuffer content() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    void clear() {
        length = 0;
    }

    public Ebml unsigned(int id, long value) {
        int size = Math.max(1, (64 - Long.numberOfLeadingZeros(value) + 7) / 8);
        header(id, size);
        bigEndian(value, size);
        return this;
    }

    Ebml real(int id, double value) {
        header(id, 8);
        bigEndian(Double.doubleToLongBits(value), 8);
        return this;
    }

    Ebml text(int id, String value) {
        return binary(id, value.getBytes(StandardCharsets.UTF_8));
    }

    Ebml binary(int id, byte[] value) {
        header(id, value.length);
        append(value, 0, value.length);
        return this;
    }

    /** An element that contains others. */
    public Ebml master(int id, Consumer<Ebml> children) {
        Ebml inner = new Ebml();
        children.accept(inner);
        header(id, inner.length);
        append(inner.bytes, 0, inner.length);
        return this;
    }

    /** The beginning of an element that contains others and whose length is known. */
    Ebml masterHeader(int id, int size) {
        header(id, size);
        return this;
    }

    /** Begins an element whose size is in the last eight bytes, so that it can be set later. */
    Ebml open(int id, long size) {
        id(id);
        bigEndian(size | 0x0100_0000_0000_0000L, 8);
        return this;
    }

    /** Bytes without meaning, so that an element before them can grow. */
    Ebml padding(int totalLength) {
        if (totalLength < 9) {
            throw new IllegalArgumentException("padding has a header of 9 bytes");
        }
        id(0xEC);
        bigEndian((totalLength - 9) | 0x0100_0000_0000_0000L, 8);
        ensure(totalLength - 9);
        Arrays.fill(bytes, length, length + totalLength - 9, (byte) 0);
        length += totalLength - 9;
        return this;
    }

    /** A frame with its track and its time in the cluster, without lacing (RFC 9559 section 10.2). */
    Ebml simpleBlock(int track, int relativeTime, boolean keyFrame, byte[] frame, int frameLength) {
        header(0xA3, frameLength + 4);
        ensure(4);
        bytes[length++] = (byte) (0x80 | track);
        bytes[length++] = (byte) (relativeTime >> 8);
        bytes[length++] = (byte) relativeTime;
        bytes[length++] = (byte) (keyFrame ? 0x80 : 0);
        append(frame, 0, frameLength);
        return this;
    }

    void append(Ebml other) {
        append(other.bytes, 0, other.length);
    }

    private void append(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    private void header(int id, int size) {
        id(id);
        if (size < 0x7f) {
            bigEndian(size | 0x80, 1);
        } else if (size < 0x3fff) {
            bigEndian(size | 0x4000, 2);
        } else {
            bigEndian(size | 0x1000_0000L, 4);
        }
    }

    private void id(int id) {
        bigEndian(id & 0xffff_ffffL, (32 - Integer.numberOfLeadingZeros(id) + 7) / 8);
    }

    private void bigEndian(long value, int size) {
        ensure(size);
        for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
