package org.ducksoup.apitestkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.ducksoup.api.effect.RawFormat;
import org.ducksoup.api.effect.RawFrame;

/** Raw frames as the server lends them: direct, writable, in the machine's byte order. */
public final class RawFrames {
    /** A voice, as effects get it. */
    public static final RawFormat.Audio VOICE = new RawFormat.Audio(48_000, 1);

    /** A picture of 640 x 480, 30 times a second. */
    public static final RawFormat.Video PICTURE = new RawFormat.Video(640, 480, 30);

    /** A picture whose rows are no multiples of four bytes. */
    public static final RawFormat.Video NARROW_PICTURE = new RawFormat.Video(414, 310, 15);

    private RawFrames() {}

    /**
     * A frame of sound.
     *
     * @param samples signed 16-bit samples, interleaved if there are two channels
     */
    public static RawFrame sound(RawFormat.Audio format, short... samples) {
        ByteBuffer bytes = direct(samples.length * Short.BYTES);
        bytes.asShortBuffer().put(samples);
        return new RawFrame(format, bytes, 0);
    }

    /** A frame of sound with a sine of 440 Hz at half the largest amplitude. */
    public static RawFrame tone(RawFormat.Audio format, int samplesPerChannel) {
        short[] samples = new short[samplesPerChannel * format.channels()];
        for (int i = 0; i < samples.length; i++) {
            int sample = i / format.channels();
            samples[i] = (short) (Short.MAX_VALUE * 0.5 * Math.sin(2 * Math.PI * 440 * sample / format.sampleRate()));
        }
        return sound(format, samples);
    }

    /** A picture of one colour in I420. */
    public static RawFrame picture(RawFormat.Video format, int y, int u, int v) {
        int luma = format.width() * format.height();
        ByteBuffer bytes = direct(luma * 3 / 2);
        for (int i = 0; i < bytes.limit(); i++) {
            bytes.put(i, (byte) (i < luma ? y : i < luma * 5 / 4 ? u : v));
        }
        return new RawFrame(format, bytes, 0);
    }

    /** The samples of a frame of sound. */
    public static short[] samples(RawFrame frame) {
        short[] samples = new short[frame.bytes().remaining() / Short.BYTES];
        frame.bytes().duplicate().order(ByteOrder.nativeOrder()).asShortBuffer().get(samples);
        return samples;
    }

    private static ByteBuffer direct(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }
}
