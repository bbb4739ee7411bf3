package org.ducksoup.settings.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The little of DER (X.690) that private keys need: values with their tag and length. */
final class Der {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;
    /** Constructed, context-specific. */
    static final int CONTEXT_0 = 0xa0;

    private Der() {}

    /** A value in its wrapping. */
    static byte[] value(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        int length = content.size();
        if (length < 0x80) {
            whole.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            whole.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                whole.write(length >> (8 * i));
            }
        }
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    /**
     * Takes the next value's content and moves behind it.
     *
     * @throws IllegalArgumentException if it has another tag or is cut off
     */
    static ByteBuffer next(ByteBuffer from, int tag) {
        if (from.remaining() < 2 || (from.get() & 0xff) != tag) {
            throw new IllegalArgumentException("no value with tag " + tag);
        }
        int length = from.get() & 0xff;
        if (length >= 0x80) {
            int bytes = length & 0x7f;
            if (bytes == 0 || bytes > 3 || bytes > from.remaining()) {
                throw new IllegalArgumentException("a length that no key has");
            }
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = (length << 8) | (from.get() & 0xff);
            }
        }
        if (length > from.remaining()) {
            throw new IllegalArgumentException("cut off");
        }
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return content;
    }

    static boolean has(ByteBuffer from, int tag) {
        return from.hasRemaining() && (from.get(from.position()) & 0xff) == tag;
    }

    static byte[] bytes(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }
}
