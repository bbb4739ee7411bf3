package org.ducksoup.recording.matroska;

import java.util.ArrayList;
import java.util.List;

/** The index of a file: the clusters at which playing can begin, by time (RFC 9559 section 5.1.5). */
public final class Cues {
    private record Cue(long ticks, int track, long clusterOffset) {}

    private final List<Cue> cues = new ArrayList<>();

    public boolean isEmpty() {
        return cues.isEmpty();
    }

    /** The time of the last entry; far in the past if there is none. */
    long lastTicks() {
        return cues.isEmpty() ? Integer.MIN_VALUE : cues.get(cues.size() - 1).ticks;
    }

    /** @param clusterOffset from the segment's first byte */
    void add(long ticks, int track, long clusterOffset) {
        cues.add(new Cue(ticks, track, clusterOffset));
    }

    public Ebml element() {
        return new Ebml()
                .master(
                        0x1C53BB6B,
                        all -> cues.forEach(cue -> all.master(0xBB, point -> point.unsigned(0xB3, cue.ticks)
                                .master(0xB7, place -> place.unsigned(0xF7, cue.track)
                                        .unsigned(0xF1, cue.clusterOffset)))));
    }
}
