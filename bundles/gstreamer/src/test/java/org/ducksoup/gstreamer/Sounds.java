package org.ducksoup.gstreamer;

/** Measures of sound. */
public final class Sounds {
    private static final int RATE = 48_000;

    private Sounds() {}

    /** Of a pure tone between two moments in seconds: rising zero crossings, counted from the first to the last. */
    public static double frequency(short[] samples, double from, double to) {
        int begin = (int) (from * RATE);
        int end = Math.min(samples.length, (int) (to * RATE));
        int crossings = 0;
        double first = 0;
        double last = 0;
        for (int i = Math.max(1, begin); i < end; i++) {
            if (samples[i - 1] < 0 && samples[i] >= 0) {
                last = i - samples[i] / (double) (samples[i] - samples[i - 1]);
                first = crossings == 0 ? last : first;
                crossings++;
            }
        }
        return crossings < 2 ? 0 : (crossings - 1) * RATE / (last - first);
    }
}
