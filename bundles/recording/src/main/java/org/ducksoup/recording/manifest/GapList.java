package org.ducksoup.recording.manifest;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.recording.file.IndexFile;

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
        Map<String, Long> before = new HashMap<>();
        Map<String, Long> lost = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(index, StandardCharsets.US_ASCII)) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] row = line.split(",", -1);
                if (row.length != IndexFile.HEADER.split(",").length) {
                    // A crash cut this line off.
                    break;
                }
                if (!row[8].matches("[0-9]{1,18}") || !row[2].matches("[0-9]{0,18}")) {
                    // This line is damaged. The lines before it count.
                    break;
                }
                long lostBefore = lost.getOrDefault(row[0], 0L) + Long.parseLong(row[8]);
                if (row[1].isEmpty() || row[2].isEmpty()) {
                    lost.put(row[0], lostBefore);
                    continue;
                }
                lost.put(row[0], 0L);
                long time = Long.parseLong(row[2]);
                Long last = before.put(row[0], time);
                if (last != null && (lostBefore > 0 || time - last > PAUSE_NANOS)) {
                    MediaKind kind = row[0].equals(MediaKind.AUDIO.token()) ? MediaKind.AUDIO : MediaKind.VIDEO;
                    gaps.add(new Gap(kind, last, time, lostBefore));
                }
            }
        }
        return gaps;
    }
}
