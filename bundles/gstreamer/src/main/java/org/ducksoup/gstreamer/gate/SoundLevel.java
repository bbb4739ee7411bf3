package org.ducksoup.gstreamer.gate;

import com.sun.jna.Memory;
import org.ducksoup.gstreamer.binding.GstLayout;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.NativeText;
import org.ducksoup.gstreamer.binding.Window;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how loud each buffer of decoded sound is, as browsers do with their packets (RFC 6464, computed as in appendix A of RFC
 * 6465): the root mean square of all samples of all channels, against a square wave that just does not clip.
 *
 * <p>It sits behind the decoder and in front of the queue, so a slow effect makes nothing later, and what is left out in front of
 * the effect is heard all the same.
 */
public final class SoundLevel {
    /** In -dBov. */
    static final int SILENCE = 127;

    private static final Logger LOGGER = LoggerFactory.getLogger(SoundLevel.class);
    private static final double OVERLOAD = 32_768;

    private final String name;
    private final long originNanos;
    private final Listener listener;
    private final Window window = new Window();
    private Memory scratch = new Memory(3840);
    private short[] shorts = new short[0];
    private float[] floats = new float[0];
    private @Nullable Format format;

    /** Hears each buffer, on the streaming thread. */
    public interface Listener {
        /** As {@link org.ducksoup.api.pipeline.PipelineListener#onAudioLevel}. */
        void onLevel(int level, long arrivalNanos);
    }

    /** How samples are written. */
    enum Format {
        S16LE(2),
        F32LE(4);

        private final int bytes;

        Format(int bytes) {
            this.bytes = bytes;
        }
    }

    /**
     * @param name for the log
     * @param originNanos time zero of the pipeline, on the clock of {@link System#nanoTime}
     */
    public SoundLevel(String name, long originNanos, Listener listener) {
        this.name = name;
        this.originNanos = originNanos;
        this.listener = listener;
    }

    /** Buffers and events that leave the decoder, on its streaming thread. */
    public void onSound(long probeInfo) {
        int type = window.at(probeInfo).getInt(GstLayout.PROBE_INFO_TYPE);
        long content = window.getLong(GstLayout.PROBE_INFO_DATA);
        if ((type & GstLibrary.PROBE_BUFFER) == 0) {
            if (window.at(content).getInt(GstLayout.TYPE) == GstLibrary.EVENT_CAPS) {
                begin(NativeText.ofCaps(content));
            }
            return;
        }
        long pts = window.at(content).getLong(GstLayout.BUFFER_PTS);
        Format known = format;
        if (known != null && pts != GstLibrary.CLOCK_TIME_NONE) {
            listener.onLevel(level(known, content), originNanos + pts);
        }
    }

    private void begin(String caps) {
        format = formatOf(caps);
        if (format == null) {
            LOGGER.warn(
                    "{}: nobody hears whether this participant speaks: the decoder's sound is {}, and S16LE or F32LE is"
                            + " needed",
                    name,
                    caps);
        }
    }

    /** @return null if this format cannot be read */
    static @Nullable Format formatOf(String caps) {
        for (Format each : Format.values()) {
            if (caps.contains("format=(string)" + each.name())) {
                return each;
            }
        }
        return null;
    }

    private int level(Format known, long buffer) {
        int count = (int) (GstLibrary.gst_buffer_get_size(buffer) / known.bytes);
        long size = (long) count * known.bytes;
        if (scratch.size() < size) {
            scratch.close();
            scratch = new Memory(size);
        }
        GstLibrary.gst_buffer_extract(buffer, 0, scratch, size);
        if (known == Format.S16LE) {
            shorts = shorts.length < count ? new short[count] : shorts;
            scratch.read(0, shorts, 0, count);
            return level(shorts, count);
        }
        floats = floats.length < count ? new float[count] : floats;
        scratch.read(0, floats, 0, count);
        return level(floats, count);
    }

    static int level(short[] samples, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double sample = samples[i] / OVERLOAD;
            sum += sample * sample;
        }
        return level(count == 0 ? 0 : sum / count);
    }

    /** @param samples 1 is overload */
    static int level(float[] samples, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return level(count == 0 ? 0 : sum / count);
    }

    private static int level(double meanSquare) {
        if (!(meanSquare > 0)) {
            return SILENCE;
        }
        return (int) Math.max(0, Math.min(SILENCE, Math.round(-10 * Math.log10(meanSquare))));
    }

    /** Called when no streaming thread is left. */
    public void free() {
        scratch.close();
    }
}
