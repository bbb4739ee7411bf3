package org.ducksoup.gstreamer.circuit;

/**
 * The sound of the last two seconds, by its place on the timeline. The place is a number of samples since the pipeline's
 * time zero. An effect may have a thread of its own behind it, so one thread writes while another one reads.
 */
final class SoundMemory {
    static final int SAMPLE_RATE = 48_000;
    private static final int FRAMES = 2 * SAMPLE_RATE;
    /** Timestamps are rounded, and some elements round each of them anew. */
    static final int SLACK_FRAMES = SAMPLE_RATE / 500;

    // Guarded by this.
    private int channels = 1;
    private short[] ring = new short[FRAMES];
    private long from;
    private long to;

    /** The place of a timestamp. */
    static long place(long nanos) {
        // 48000 samples a second are 6 in 125000 ns.
        return (nanos * 6 + 62_500) / 125_000;
    }

    /** What comes from now on has so many channels. */
    synchronized void setChannels(int wanted) {
        if (channels != wanted) {
            channels = wanted;
            ring = new short[FRAMES * wanted];
            from = to;
        }
    }

    synchronized int channels() {
        return channels;
    }

    /** Remembers sound. After a gap, what was before it is forgotten. */
    synchronized void add(long place, short[] samples, int frames) {
        if (Math.abs(place - to) > SLACK_FRAMES) {
            from = place;
            to = place;
        }
        int kept = Math.min(frames, FRAMES);
        int left = kept;
        int source = (frames - kept) * channels;
        to += frames - kept;
        while (left > 0) {
            int at = (int) (to % FRAMES);
            int some = Math.min(left, FRAMES - at);
            System.arraycopy(samples, source, ring, at * channels, some * channels);
            source += some * channels;
            left -= some;
            to += some;
        }
        from = Math.max(from, to - FRAMES);
    }

    /**
     * Reads what is remembered of a time.
     *
     * @param wanted number of channels: 1 or 2
     * @return false if a part of it is not there; then nothing was read
     */
    synchronized boolean read(long place, short[] target, int frames, int wanted) {
        long surplus = place + frames - to;
        long begin = surplus > 0 && surplus <= SLACK_FRAMES ? place - surplus : place;
        if (begin < from || begin + frames > to) {
            return false;
        }
        for (int i = 0; i < frames; i++) {
            int at = (int) ((begin + i) % FRAMES) * channels;
            if (wanted == channels) {
                for (int channel = 0; channel < channels; channel++) {
                    target[i * channels + channel] = ring[at + channel];
                }
            } else if (wanted == 2) {
                target[2 * i] = ring[at];
                target[2 * i + 1] = ring[at];
            } else {
                target[i] = (short) ((ring[at] + ring[at + 1]) / 2);
            }
        }
        return true;
    }
}
