package org.ducksoup.apitestkit;

import java.nio.ByteBuffer;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;

/** Encoded frames with valid headers, as recorders get them: 50 a second of sound, 30 of pictures. */
public final class EncodedFrames {
    public static final RecordedTrack DRY_SOUND = new RecordedTrack(Tap.DRY, Codec.OPUS);
    public static final RecordedTrack DRY_PICTURE = new RecordedTrack(Tap.DRY, Codec.VP8);
    public static final RecordedTrack WET_SOUND = new RecordedTrack(Tap.WET, Codec.OPUS);
    public static final RecordedTrack WET_PICTURE = new RecordedTrack(Tap.WET, Codec.VP8);

    private static final int KEY_FRAME_EVERY = 30;
    /** Opus in fullband CELT, one frame of 20 ms, mono (RFC 6716 section 3.1). */
    private static final byte OPUS_20_MS = (byte) (31 << 3);
    /** Frame tag, start code, 640 and 480 (RFC 6386 section 9.1). */
    private static final byte[] VP8_KEY_FRAME = {0x10, 2, 0, (byte) 0x9d, 1, 0x2a, (byte) 0x80, 2, (byte) 0xe0, 1};

    private static final byte[] VP8_INTER_FRAME = {0x11, 2, 0};

    private EncodedFrames() {}

    /** The frame of this number, from 0. */
    public static EncodedFrame of(RecordedTrack track, int number) {
        boolean sound = track.kind() == MediaKind.AUDIO;
        long nanos = number * 1_000_000_000L / (sound ? 50 : 30);
        long rtpTimestamp = nanos / 1000 * (track.codec().clockRate() / 1000) / 1000;
        boolean keyFrame = sound || number % KEY_FRAME_EVERY == 0;
        byte[] data = new byte[120];
        byte[] header = sound ? new byte[] {OPUS_20_MS} : keyFrame ? VP8_KEY_FRAME : VP8_INTER_FRAME;
        System.arraycopy(header, 0, data, 0, header.length);
        data[data.length - 1] = (byte) number;
        return new EncodedFrame(ByteBuffer.wrap(data).asReadOnlyBuffer(), nanos, rtpTimestamp, keyFrame, nanos, 0);
    }
}
