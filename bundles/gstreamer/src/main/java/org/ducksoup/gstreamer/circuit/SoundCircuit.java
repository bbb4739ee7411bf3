package org.ducksoup.gstreamer.circuit;

import com.sun.jna.Memory;
import java.util.function.DoubleSupplier;
import org.ducksoup.gstreamer.binding.GstLayout;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.NativeText;
import org.ducksoup.gstreamer.binding.Window;

/**
 * Takes one effect on sound out of circuit, and puts it in again. The effect runs in both states. Out of circuit, the
 * samples that leave it are replaced by those that went in with the same time, so the delay, the timestamps and the number
 * of samples are the effect's. What cannot be replaced passes as the effect has made it, or is silence if
 * the effect has never been in circuit: then nothing of it may be heard.
 *
 * <p>The sound is S16LE at 48 kHz on both sides.
 */
public final class SoundCircuit {
    /** From one state to the other, so that the change itself does not click. */
    static final int FADE_FRAMES = SoundMemory.SAMPLE_RATE / 200;

    private static final int SAMPLE_BYTES = 2;
    private static final String TWO_CHANNELS = "channels=(int)2";
    /** GST_BUFFER_FLAG_GAP: elements behind would make silence of such a buffer. */
    private static final int FLAG_GAP = 1 << 11;

    private final Circuits.Circuit circuit;
    private final DoubleSupplier delayMillis;
    private final TimedChanges changes;
    private final Misses misses;
    private final SoundMemory memory = new SoundMemory();
    private final Samples coming = new Samples();
    private final Samples going = new Samples();

    // Of the thread behind the effect.
    private short[] passing = new short[0];
    private int channels = 1;
    /** How far the effect is out of circuit: 0 to {@link #FADE_FRAMES}. */
    private int level;

    /** Whether the effect has been in circuit since it began. */
    private boolean wasIn;

    private long nextPlace;
    private long delayFrames;

    /** What one side of the effect needs to read and write buffers. For one thread at a time. */
    private static final class Samples {
        final Window window = new Window();
        short[] samples = new short[SoundMemory.SAMPLE_RATE / 10];
        Memory scratch = new Memory((long) samples.length * SAMPLE_BYTES);

        void read(long buffer, int count) {
            if (samples.length < count) {
                scratch.close();
                samples = new short[count];
                scratch = new Memory((long) count * SAMPLE_BYTES);
            }
            GstLibrary.gst_buffer_extract(buffer, 0, scratch, (long) count * SAMPLE_BYTES);
            scratch.read(0, samples, 0, count);
        }

        void write(long buffer, int count) {
            scratch.write(0, samples, 0, count);
            GstLibrary.gst_buffer_fill(buffer, 0, scratch, (long) count * SAMPLE_BYTES);
        }
    }

    /**
     * @param effect for the log
     * @param circuit whether the effect is in circuit; asked for each buffer
     * @param delayMillis by how much the effect's sound is later than its timestamps say; asked when the effect is taken out
     * @param changes of the effect's properties
     */
    public SoundCircuit(String effect, Circuits.Circuit circuit, DoubleSupplier delayMillis, TimedChanges changes) {
        this.circuit = circuit;
        this.changes = changes;
        this.delayMillis = delayMillis;
        misses = new Misses(effect);
    }

    /** In front of the effect: buffers and events, on the streaming thread. */
    public int onInput(long probeInfo) {
        Window window = coming.window;
        long content = window.at(probeInfo).getLong(GstLayout.PROBE_INFO_DATA);
        if ((window.getInt(GstLayout.PROBE_INFO_TYPE) & GstLibrary.PROBE_BUFFER) == 0) {
            if (window.at(content).getInt(GstLayout.TYPE) == GstLibrary.EVENT_CAPS) {
                memory.setChannels(channelsOf(content));
            }
            return GstLibrary.PROBE_OK;
        }
        long pts = window.at(content).getLong(GstLayout.BUFFER_PTS);
        if (pts != GstLibrary.CLOCK_TIME_NONE) {
            changes.onFrame(pts);
            int count = (int) (GstLibrary.gst_buffer_get_size(content) / SAMPLE_BYTES);
            coming.read(content, count);
            memory.add(SoundMemory.place(pts), coming.samples, count / memory.channels());
        }
        return GstLibrary.PROBE_OK;
    }

    private static int channelsOf(long capsEvent) {
        return NativeText.ofCaps(capsEvent).contains(TWO_CHANNELS) ? 2 : 1;
    }

    /** Behind the effect: buffers and events, on the streaming thread, which may be another one. */
    public int onOutput(long probeInfo) {
        Window window = going.window;
        long content = window.at(probeInfo).getLong(GstLayout.PROBE_INFO_DATA);
        if ((window.getInt(GstLayout.PROBE_INFO_TYPE) & GstLibrary.PROBE_BUFFER) == 0) {
            if (window.at(content).getInt(GstLayout.TYPE) == GstLibrary.EVENT_CAPS) {
                channels = channelsOf(content);
            }
            return GstLibrary.PROBE_OK;
        }
        long pts = window.at(content).getLong(GstLayout.BUFFER_PTS);
        boolean isIn = pts == GstLibrary.CLOCK_TIME_NONE ? circuit.isIn() : circuit.isIn(pts);
        wasIn |= isIn;
        if (isIn && level == 0) {
            return GstLibrary.PROBE_OK;
        }
        int count = (int) (GstLibrary.gst_buffer_get_size(content) / SAMPLE_BYTES);
        boolean isFound = pts != GstLibrary.CLOCK_TIME_NONE && find(pts, count);
        if (!isFound) {
            misses.miss(wasIn);
            if (wasIn) {
                // No voice that was to be disguised is heard, and nothing is missing.
                level = 0;
                return GstLibrary.PROBE_OK;
            }
            passing = new short[Math.max(count, passing.length)];
        }
        if (!wasIn) {
            // There is nothing to come from: a fade would let the effect's first samples be heard.
            level = FADE_FRAMES;
        }
        long writable = GstLibrary.gst_mini_object_make_writable(content);
        window.at(probeInfo).setLong(GstLayout.PROBE_INFO_DATA, writable);
        window.at(writable).setInt(GstLayout.FLAGS, window.getInt(GstLayout.FLAGS) & ~FLAG_GAP);
        going.read(writable, count);
        mix(count, isIn ? 0 : FADE_FRAMES);
        going.write(writable, count);
        return GstLibrary.PROBE_OK;
    }

    /** Finds what went in with the same time. */
    private boolean find(long pts, int count) {
        if (passing.length < count) {
            passing = new short[count];
        }
        if (level == 0) {
            delayFrames = Math.round(delayMillis.getAsDouble() * SoundMemory.SAMPLE_RATE / 1000);
        }
        long exact = SoundMemory.place(pts) - delayFrames;
        // As long as the effect is out, samples are counted: a timestamp that is rounded must not repeat or leave out
        // one.
        boolean goesOn = level > 0 && Math.abs(exact - nextPlace) <= SoundMemory.SLACK_FRAMES;
        long place = goesOn ? nextPlace : exact;
        nextPlace = place + count / channels;
        return memory.read(place, passing, count / channels, channels);
    }

    private void mix(int count, int target) {
        short[] samples = going.samples;
        for (int i = 0; i < count; i += channels) {
            level += Integer.signum(target - level);
            for (int at = i; at < i + channels && at < count; at++) {
                samples[at] = (short) (samples[at] + (passing[at] - samples[at]) * level / FADE_FRAMES);
            }
        }
    }

    /** Called when no streaming thread is left. */
    public void free() {
        coming.scratch.close();
        going.scratch.close();
    }
}
