package org.ducksoup.gstreamer.catalogue;

import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * One trial of an effect: its values before the start, and its values while media flows.
 *
 * @param media the media that flows through it
 * @param initial values of its properties at the start
 * @param live values that are set repeatedly while it runs, in turn with those at the start
 */
record EffectTrial(String element, Media media, SortedMap<String, String> initial, SortedMap<String, String> live) {
    private static final String BETWEEN = "\u001f";

    /** Sizes and lengths of the trials: those of the bounds, and small ones, which are quick. */
    enum Media {
        /** Long enough for an effect that keeps pictures to fill its memory. */
        LONG(true, 1280, 720, 70),
        HD(true, 1280, 720, 10),
        SMALL(true, 98, 34, 60),
        SMALLEST(true, 16, 16, 24),
        STEREO(false, 2, 0, 50),
        MONO(false, 1, 0, 120);

        final boolean isVideo;
        final int width;
        final int height;
        final int buffers;

        Media(boolean isVideo, int widthOrChannels, int height, int buffers) {
            this.isVideo = isVideo;
            this.width = widthOrChannels;
            this.height = height;
            this.buffers = buffers;
        }
    }

    EffectTrial {
        initial = new TreeMap<>(initial);
        live = new TreeMap<>(live);
    }

    /** The trial as one line, for the process that runs it. */
    String line() {
        return element + "\t" + media + "\t" + text(initial) + "\t" + text(live);
    }

    static EffectTrial of(String line) {
        String[] parts = line.split("\t", -1);
        return new EffectTrial(parts[0], Media.valueOf(parts[1]), map(parts[2]), map(parts[3]));
    }

    private static String text(Map<String, String> values) {
        StringJoiner text = new StringJoiner(BETWEEN);
        values.forEach((name, value) -> text.add(name + "=" + value));
        return text.toString();
    }

    private static SortedMap<String, String> map(String text) {
        SortedMap<String, String> values = new TreeMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split(BETWEEN)) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return values;
    }

    @Override
    public String toString() {
        return media + ": " + element + " " + initial + (live.isEmpty() ? "" : ", live " + live);
    }
}
