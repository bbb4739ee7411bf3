package org.ducksoup.recording.manifest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.recording.file.IndexRow;

/** The gaps of a file, read from its index. */
final class GapList {
    /** A longer pause is a gap and not just a slow camera. */
    private static final long PAUSE_NANOS = 200_000_000L;

    /**
     * A stretch of time without frames.
     *
     * @param fromNanos time of the last frame before it
     * @param toNanos time of the first frame after it
     * @param lostFrames least number of frames known to be lost; 0 if none were sent
     */
    record Gap(MediaKind kind, long fromNanos, long toNanos, long lostFrames) {}

    private GapList() {}

    /** @throws IOException if the index does not exist */
    static List<Gap> read(Path index) throws IOException {
        List<Gap> gaps = new ArrayList<>();
        Map<MediaKind, Long> before = new EnumMap<>(MediaKind.class);
        Map<MediaKind, Long> lost = new EnumMap<>(MediaKind.class);
        IndexRow.forEach(index, row -> {
            long lostBefore = lost.getOrDefault(row.kind(), 0L) + row.lostBefore();
            if (!row.isInFile()) {
                lost.put(row.kind(), lostBefore);
                return;
            }
            lost.put(row.kind(), 0L);
            Long last = before.put(row.kind(), row.timeNanos());
            if (last != null && (lostBefore > 0 || row.timeNanos() - last > PAUSE_NANOS)) {
                gaps.add(new Gap(row.kind(), last, row.timeNanos(), lostBefore));
            }
        });
        return gaps;
    }
}
