package org.ducksoup.gstreamer.catalogue;

import java.util.Locale;

/**
 * How a trial ended.
 *
 * @param peakKilobytes how much more memory the process needed at most
 * @param meanMillis processor time for one picture, or for 20 ms of sound, on average
 * @param slowestMillis the most between two that came out, the first ones left out
 * @param given how much came out of what went in: 1 for an effect that keeps the time
 * @param words an error's text, or how the process ended
 */
record TrialOutcome(
        Ending ending, long peakKilobytes, double meanMillis, double slowestMillis, double given, String words) {
    /** Before each outcome in what the process writes; plug-ins write what they like besides. */
    static final String PREFIX = "outcome\t";

    enum Ending {
        /** All media went through. */
        DONE,
        /** GStreamer reported an error: the effect is lost, nothing else is. */
        ERROR,
        /** The process died. */
        CRASH,
        /** Nothing more came out, and the process had to be ended. */
        HANG,
        /** It took so much memory that it had to be ended. */
        MEMORY;

        /** Whether it would have been the end of a server. */
        boolean isFatal() {
            return this != DONE && this != ERROR;
        }
    }

    static TrialOutcome of(Ending ending, String words) {
        return new TrialOutcome(ending, 0, 0, 0, 1, words);
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%s\t%d\t%.2f\t%.2f\t%.3f\t%s",
                ending,
                peakKilobytes,
                meanMillis,
                slowestMillis,
                given,
                words.replaceAll("\\s+", " "));
    }

    static TrialOutcome of(String line) {
        String[] p = line.split("\t", -1);
        return new TrialOutcome(
                Ending.valueOf(p[0]),
                Long.parseLong(p[1]),
                Double.parseDouble(p[2]),
                Double.parseDouble(p[3]),
                Double.parseDouble(p[4]),
                p[5]);
    }
}
