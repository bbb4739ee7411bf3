package org.ducksoup.api.effect;

/** How raw frames are laid out. */
public sealed interface RawFormat {
    /**
     * Signed 16-bit samples in native byte order, channels interleaved. A frame may have any number of samples.
     *
     * @param sampleRate Hz
     * @param channels 1 or 2
     */
    record Audio(int sampleRate, int channels) implements RawFormat {}

    /**
     * Planar 8-bit 4:2:0 (I420): {@code width * height} bytes of Y, then a quarter of that of U, and as many of V; rows without
     * padding.
     *
     * @param width pixels, even
     * @param height pixels, even
     * @param frameRate frames per second
     */
    record Video(int width, int height, int frameRate) implements RawFormat {}
}
