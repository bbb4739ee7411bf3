package org.ducksoup.recording.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares the times of files with those of the run: all media of a connection lies between its begin and its end, and
 * wet media lies where the dry media is that it was made from.
 */
final class AlignmentCheck {
    /**
     * Media is captured up to some hundred milliseconds before it is recorded. Wet video of a constant rate begins up to
     * half a second before the first key frame of the dry video.
     */
    private static final double TOLERANCE = 1;

    private static final String REMEDY =
            "Files or directories may have been mixed up: compare with the backup. Do not align this file by its times.";

    /** From the first frame to the end of the last one, in seconds. */
    private record Span(double from, double to) {
        Span and(Span other) {
            return new Span(Math.min(from, other.from), Math.max(to, other.to));
        }

        boolean isOutside(Span other) {
            return from < other.from - TOLERANCE || to > other.to + TOLERANCE;
        }

        String text() {
            return String.format(Locale.ROOT, "%.3f to %.3f s", from, to);
        }
    }

    private final JsonNode manifest;
    private final Findings findings;

    private AlignmentCheck(JsonNode manifest, Findings findings) {
        this.manifest = manifest;
        this.findings = findings;
    }

    static void verify(JsonNode manifest, Findings findings) {
        AlignmentCheck check = new AlignmentCheck(manifest, findings);
        for (JsonNode participant : manifest.path("participants")) {
            for (JsonNode connection : participant.path("connections")) {
                if (connection.hasNonNull("stem")) {
                    check.verifyConnection(participant.path("userId").asText(), connection);
                }
            }
        }
    }

    private void verifyConnection(String user, JsonNode connection) {
        List<JsonNode> files = files(connection.path("stem").asText());
        if (files.isEmpty()) {
            findings.error(
                    null,
                    "No file of " + user + "'s connection "
                            + connection.path("number").asInt() + " is in the manifest, though it was recorded.",
                    "See the incidents of the manifest, and the server's log of that time.");
        }
        Span there = span(connection);
        Map<String, Span> dry = new TreeMap<>();
        Map<String, Span> wet = new TreeMap<>();
        for (JsonNode file : files) {
            for (JsonNode track : file.path("tracks")) {
                if (track.path("frames").asLong() > 0) {
                    Span span = span(
                            track.path("offset").asDouble(),
                            track.path("duration").asDouble());
                    (file.path("tap").asText().equals("wet") ? wet : dry)
                            .merge(track.path("kind").asText(), span, Span::and);
                    compare(file, track, span, there, user);
                }
            }
        }
        wet.forEach((kind, span) -> compareTaps(kind, span, dry.get(kind), files));
    }

    private List<JsonNode> files(String stem) {
        List<JsonNode> files = new ArrayList<>();
        for (JsonNode file : manifest.path("files")) {
            if (file.path("path").asText().startsWith("recordings/" + stem + "-")) {
                files.add(file);
            }
        }
        return files;
    }

    /** When the connection was recorded; null if the manifest does not tell, as after a crash. */
    private @Nullable Span span(JsonNode connection) {
        Instant origin = RunDirectory.instant(manifest.path("run").path("origin"));
        Instant from = RunDirectory.instant(connection.path("recordedFrom"));
        Instant to = RunDirectory.instant(connection.path("endedAt"));
        return origin == null || from == null || to == null ? null : new Span(since(origin, from), since(origin, to));
    }

    private static double since(Instant origin, Instant at) {
        return Duration.between(origin, at).toMillis() / 1000.0;
    }

    private static Span span(double offset, double duration) {
        return new Span(offset, offset + duration);
    }

    private void compare(JsonNode file, JsonNode track, Span span, @Nullable Span there, String user) {
        if (there != null && span.isOutside(there)) {
            findings.error(
                    file.path("path").asText(),
                    "Its " + track.path("kind").asText() + " is at " + span.text() + ", and " + user
                            + " was recorded from " + there.text() + ".",
                    REMEDY);
        }
    }

    private void compareTaps(String kind, Span wet, @Nullable Span dry, List<JsonNode> files) {
        if (dry != null && wet.isOutside(dry)) {
            String path = files.stream()
                    .filter(file -> file.path("tap").asText().equals("wet"))
                    .map(file -> file.path("path").asText())
                    .findFirst()
                    .orElse(null);
            findings.error(
                    path, "Its " + kind + " is at " + wet.text() + ", and the dry one at " + dry.text() + ".", REMEDY);
        }
    }
}
