package org.ducksoup.gstreamer.catalogue;

import java.util.Locale;

/**
 * How a trial ended.
 *
 * @param peakKilobytes the largest increase of the memory of the process
 * @param meanMillis processor time for one picture, or for 20 ms of sound, on average
 * @param slowestMillis the longest time between two outputs, without the first ones
 * @param given the ratio of output to input: 1 for an effect that keeps the duration
 * @param words the text of an error, or the way in which the process ended
 */
record TrialOutcome(
        Ending ending, long peakKilobytes, double meanMillis, double slowestMillis, double given, String words) {
    /** The prefix of each outcome in the output of the process. Plug-ins may write other lines. */
    static final String PREFIX = "outcome\t";

    enum Ending {
        /** All media passed. */
        DONE,
        /** GStreamer reported an error, which costs only the effect. */
        ERROR,
        /** The process died. */
        CRASH,
        /** The output stopped, and the process had to be killed. */
        HANG,
        /** The process took too much memory and had to be killed. */
        MEMORY;

        /** Whether this outcome would have ended a server. */
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
