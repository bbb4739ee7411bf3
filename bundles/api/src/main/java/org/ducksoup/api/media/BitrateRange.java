package org.ducksoup.api.media;

/**
 * The rates an encoder may be asked for, and the one it starts with.
 *
 * @param min lowest rate
 * @param initial rate before anything is known of the path; from min to max
 * @param max highest rate
 */
public record BitrateRange(Bitrate min, Bitrate initial, Bitrate max) {
    /** @throws IllegalArgumentException if not min ≤ initial ≤ max */
    public BitrateRange {
        if (min.compareTo(initial) > 0 || initial.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "a bitrate range needs min <= initial <= max: " + min + ", " + initial + ", " + max);
        }
    }

    /** The rate in this range nearest to the given one. */
    public Bitrate nearest(Bitrate rate) {
        if (rate.compareTo(min) < 0) {
            return min;
        }
        return rate.compareTo(max) > 0 ? max : rate;
    }
}
