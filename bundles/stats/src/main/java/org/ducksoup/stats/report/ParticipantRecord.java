package org.ducksoup.stats.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.media.MediaKind;

/** A report's content about one participant. Times are milliseconds since the interaction's start. */
final class ParticipantRecord {
    /** Measurements of one medium: bitrates in kbit/s, loss in percent of the packets sent, jitter in ms. */
    static final class Medium {
        final Series in = new Series();
        final Series out = new Series();
        final Series target = new Series();
        final Series loss = new Series();
        final Series jitter = new Series();
        long lost;
        long expected;

        boolean isEmpty() {
            return in.isEmpty() && out.isEmpty();
        }
    }

    /** An event at one moment. */
    record Mark(long millis, String text) {}

    private final Map<MediaKind, Medium> media = new EnumMap<>(MediaKind.class);
    final Series roundTrip = new Series();
    final Series frameRate = new Series();
    final Series height = new Series();
    final List<Mark> resolutions = new ArrayList<>();
    final List<Mark> effects = new ArrayList<>();
    final List<Mark> incidents = new ArrayList<>();
    final Marks keyFrames = new Marks();
    final Marks keyFrameRequests = new Marks();

    /** Moments of one kind of event, and their total number; only the first ones are kept. */
    static final class Marks {
        static final int KEPT = 5000;

        final List<Long> millis = new ArrayList<>();
        long count;

        void add(long at, long times) {
            count += times;
            if (millis.size() < KEPT) {
                millis.add(at);
            }
        }
    }

    Medium medium(MediaKind kind) {
        return media.computeIfAbsent(kind, unused -> new Medium());
    }
}
