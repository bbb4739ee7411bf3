package org.ducksoup.recording.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.ducksoup.api.media.Codec;

/** The identification header of Opus (RFC 7845 section 5.1), which Ogg and Matroska files both carry. */
public final class OpusHead {
    private OpusHead() {}

    public static byte[] bytes() {
        ByteBuffer head = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
        head.put("OpusHead".getBytes(StandardCharsets.US_ASCII));
        head.put((byte) 1).put((byte) 2).putShort((short) 0).putInt(Codec.OPUS.clockRate());
        head.putShort((short) 0).put((byte) 0);
        return head.array();
    }
}
