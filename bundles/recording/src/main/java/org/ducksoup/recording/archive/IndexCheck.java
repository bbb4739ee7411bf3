package org.ducksoup.recording.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.recording.file.IndexRow;
import org.jspecify.annotations.Nullable;

/** Compares the frames of a media file with the lines of its index: their number, and their times. */
final class IndexCheck {
    /** Ogg follows the participant's clock to 10 ms, and a file's ticks are 0.1 ms. A frame of sound has 20 ms. */
    private static final double MAX_APART = 0.04;

    private static final String REMEDY = "Take file and index from the backup. Rely on neither for times until then.";
    private static final double NANOS = 1e9;

    /** What the index says about one track. */
    private static final class Track {
        private long frames;
        private double first;
        private double apart;

        private void add(IndexRow row) {
            if (frames++ == 0) {
                first = row.timeNanos() / NANOS;
            }
            apart = Math.max(apart, Math.abs(row.timeNanos() - row.captureNanos()) / NANOS);
        }
    }

    private IndexCheck() {}

    /** @param facts of the media file as the manifest has them */
    static void verify(Path run, JsonNode facts, Findings findings) throws IOException {
        String media = facts.path("path").asText();
        if (!facts.has("index")) {
            if (facts.has("tracks")) {
                findings.error(media, "Its index is missing.", "Take " + indexOf(media) + " from the backup.");
            }
            return;
        }
        String index = facts.path("index").asText();
        if (!facts.has("tracks") || !Files.isRegularFile(run.resolve(index))) {
            return;
        }
        Map<MediaKind, Track> tracks = new EnumMap<>(MediaKind.class);
        boolean whole = IndexRow.forEach(run.resolve(index), row -> {
            if (row.isInFile()) {
                tracks.computeIfAbsent(row.kind(), kind -> new Track()).add(row);
            }
        });
        if (!whole) {
            findings.error(
                    index, "A line is damaged; those after it were not read.", "Take the index from the backup.");
        }
        for (JsonNode track : facts.path("tracks")) {
            compare(track, tracks.get(kind(track)), index, findings);
        }
    }

    private static String indexOf(String media) {
        return media.replaceFirst("^recordings/", "index/") + ".csv";
    }

    private static MediaKind kind(JsonNode track) {
        return track.path("kind").asText().equals(MediaKind.AUDIO.token()) ? MediaKind.AUDIO : MediaKind.VIDEO;
    }

    private static void compare(JsonNode inFile, @Nullable Track inIndex, String index, Findings findings) {
        String kind = inFile.path("kind").asText();
        long frames = inFile.path("frames").asLong();
        long lines = inIndex == null ? 0 : inIndex.frames;
        if (frames != lines) {
            findings.error(
                    index, "It has " + lines + " frames of " + kind + ", and the file has " + frames + ".", REMEDY);
        }
        if (inIndex == null || frames == 0) {
            return;
        }
        double apart = Math.abs(inIndex.first - inFile.path("offset").asDouble());
        if (apart > MAX_APART) {
            findings.error(
                    index,
                    String.format(
                            Locale.ROOT,
                            "Its first frame of %s is at %.3f s, and that of the file at %.3f s.",
                            kind,
                            inIndex.first,
                            inFile.path("offset").asDouble()),
                    REMEDY);
        } else if (inIndex.apart > MAX_APART) {
            findings.error(
                    index,
                    String.format(
                            Locale.ROOT,
                            "A frame of %s is in the file %.0f ms away from the time when it was captured.",
                            kind,
                            inIndex.apart * 1000),
                    "Use capture_ns of the index as the time of each frame.");
        }
    }
}
