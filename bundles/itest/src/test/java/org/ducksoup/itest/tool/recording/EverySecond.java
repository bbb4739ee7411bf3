package org.ducksoup.itest.tool.recording;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether every second of every participant of a recorded run is accounted for. Participants play a {@link Stimulus},
 * all in the same instant, so each second has one flash and one click, in every file at the same time. A second is in a
 * file, at that time to within a frame and 10 ms, or the manifest says why it is not.
 */
public final class EverySecond {
    private static final double SOUND = 0.010;
    /** A fixed delay in a file that an effect may have. */
    private static final double EFFECT = 0.015;

    private static final double PICTURE = 1.0 / Stimulus.RATE;
    /** The timeline may correct the delay of a late first packet for so long. */
    private static final double SETTLING = 4;

    private static final double SETTLING_TOLERANCE = 0.3;
    /** In seconds. The first key frame of another codec was asked for. */
    private static final double LONGEST_CODEC_CHANGE = 3;

    private static final double NOTICED_AFTER = 1;
    /** A flash or a click that is cut by the edge of a gap may be found or not. */
    private static final double EDGE = 0.1;

    /** A stretch that the manifest explains. */
    private record Hole(double from, double to, String reason) {
        boolean explains(double time) {
            return time > from - EDGE && time < to + EDGE;
        }
    }

    /** One medium of one participant at one tap, over all its files. */
    private record Track(String user, String tap, String kind) {}

    private static final class Found {
        private final List<Double> marks = new ArrayList<>();
        private final List<MediaTimes.Click> clicks = new ArrayList<>();
        private final List<Hole> holes = new ArrayList<>();
        private final List<Double> begins = new ArrayList<>();
        /** From the first to the last frame of each file, in order. */
        private final List<Hole> parts = new ArrayList<>();
    }

    private final RecordedRun run;
    private final JsonNode manifest;
    private final double seconds;
    private final Map<Track, Found> tracks = new LinkedHashMap<>();
    private final List<String> unexplained = new ArrayList<>();
    private int inFiles;
    private int explained;
    private double worstSound;
    private double worstPicture;

    private EverySecond(RecordedRun run, JsonNode manifest) {
        this.run = run;
        this.manifest = manifest;
        seconds = manifest.at("/interaction/duration").asDouble();
    }

    /** What is wrong, in sentences; empty if everything is accounted for. Prints the figures. */
    public static List<String> unexplained(RecordedRun run, JsonNode manifest) throws IOException {
        EverySecond check = new EverySecond(run, manifest);
        for (JsonNode participant : manifest.path("participants")) {
            check.read(participant);
        }
        check.tracks.values().forEach(EverySecond::placeClicks);
        check.tracks.forEach(check::compare);
        System.out.printf(
                "every second of %d tracks in %.1f s: %d in a file, %d explained, sound within %.1f ms, picture within"
                        + " %.1f ms%n",
                check.tracks.size(),
                check.seconds,
                check.inFiles,
                check.explained,
                check.worstSound * 1e3,
                check.worstPicture * 1e3);
        return check.unexplained;
    }

    private void read(JsonNode participant) throws IOException {
        String user = participant.path("userId").asText();
        double goneSince = 0;
        String why = "before the first connection";
        List<Hole> absent = new ArrayList<>();
        for (JsonNode connection : participant.path("connections")) {
            if (!connection.has("stem")) {
                continue;
            }
            // Recording begins with the first key frame, which was asked for.
            absent.add(new Hole(goneSince, onTimeline(connection.path("recordedFrom")) + 0.7, why));
            for (JsonNode file : manifest.path("files")) {
                if (file.path("path")
                        .asText()
                        .contains("/" + connection.path("stem").asText())) {
                    read(user, file);
                }
            }
            goneSince = connection.has("endedAt") ? onTimeline(connection.path("endedAt")) : seconds;
            why = connection.path("cause").asText();
        }
        absent.add(new Hole(goneSince - 0.2, seconds, why));
        for (JsonNode incident : manifest.path("incidents")) {
            String kind = incident.path("kind").asText();
            double time = incident.path("time").asDouble();
            if (!incident.path("userId").asText().equals(user)) {
                continue;
            }
            if (kind.equals("codec_changed")) {
                tracks.forEach((track, found) -> {
                    if (track.user().equals(user)) {
                        found.holes.addAll(betweenParts(found, time));
                    }
                });
            } else if (kind.equals("device_back")) {
                beginsOf(user, "video").forEach(begins -> begins.add(time));
            }
            if (incident.has("from")) {
                absent.add(new Hole(
                        incident.path("from").asDouble(), incident.path("to").asDouble(), kind));
            }
        }
        tracks.forEach((track, found) -> {
            if (track.user().equals(user)) {
                found.holes.addAll(absent);
            }
        });
    }

    /** From the last frame of the one codec to the first key frame of the other, which begins another part. */
    private static List<Hole> betweenParts(Found found, double changed) {
        List<Hole> parts = found.parts;
        List<Hole> between = new ArrayList<>();
        for (int i = 1; i < parts.size(); i++) {
            Hole hole = new Hole(parts.get(i - 1).to(), parts.get(i).from(), "codec_changed");
            boolean isShort = hole.to() - hole.from() < LONGEST_CODEC_CHANGE;
            if (isShort && changed > hole.from() - NOTICED_AFTER && changed < hole.to() + NOTICED_AFTER) {
                between.add(hole);
            }
        }
        return between;
    }

    /** When a track began, or began again. */
    private List<List<Double>> beginsOf(String user, String kind) {
        return tracks.entrySet().stream()
                .filter(entry -> entry.getKey().user().equals(user)
                        && entry.getKey().kind().equals(kind))
                .map(entry -> entry.getValue().begins)
                .toList();
    }

    private double onTimeline(JsonNode instant) {
        return Duration.between(Instant.parse(manifest.at("/run/origin").asText()), Instant.parse(instant.asText()))
                        .toMillis()
                / 1e3;
    }

    private void read(String user, JsonNode file) throws IOException {
        Path path = run.directory().resolve(file.path("path").asText());
        for (JsonNode track : file.path("tracks")) {
            String kind = track.path("kind").asText();
            Found found =
                    tracks.computeIfAbsent(new Track(user, file.path("tap").asText(), kind), unused -> new Found());
            double offset = track.path("offset").asDouble();
            found.begins.add(offset);
            found.parts.add(new Hole(
                    offset,
                    offset + track.path("duration").asDouble(),
                    path.getFileName().toString()));
            found.parts.sort(Comparator.comparingDouble(Hole::from));
            if (kind.equals("audio")) {
                found.clicks.addAll(MediaTimes.wholeClicks(path));
            } else {
                found.marks.addAll(MediaTimes.flashes(path));
            }
            for (JsonNode gap : track.path("gaps")) {
                String reason = gap.path("reason").asText();
                if (reason.isEmpty()) {
                    unexplained.add(path.getFileName() + ": a gap without a reason: " + gap);
                }
                found.holes.add(
                        new Hole(gap.path("from").asDouble(), gap.path("to").asDouble(), reason));
            }
        }
    }

    /**
     * Where each click is: by its beginning and by its middle, whichever is nearer to where the others are. An effect
     * moves the one or the other, or spreads the click over both sides of its place. What slips moves both.
     */
    private static void placeClicks(Found found) {
        if (found.clicks.isEmpty()) {
            return;
        }
        double begins =
                phase(found, found.clicks.stream().map(MediaTimes.Click::begin).toList());
        double middles =
                phase(found, found.clicks.stream().map(MediaTimes.Click::middle).toList());
        for (MediaTimes.Click click : found.clicks) {
            double begin = beside(click.begin() - begins);
            double middle = beside(click.middle() - middles);
            boolean isAround = begin * middle <= 0;
            double error = isAround ? 0 : Math.abs(begin) < Math.abs(middle) ? begin : middle;
            found.marks.add(click.begin() - begin + error);
        }
    }

    /** How far from the nearest second. */
    private static double beside(double seconds) {
        return seconds - Math.round(seconds);
    }

    private void compare(Track track, Found found) {
        double phase = phase();
        if (track.tap().equals("wet") && track.kind().equals("audio")) {
            // An effect may move all clicks by the same few milliseconds.
            double own = phase(found, found.marks);
            double moved = beside(own - phase);
            if (Math.abs(moved) > EFFECT) {
                unexplained.add("%s: its effect is %.1f ms late".formatted(track, moved * 1e3));
            }
            phase = own;
        }
        List<Hole> holes = holes(track, found);
        for (double mark : found.marks) {
            double error = Math.abs(beside(mark - phase));
            boolean explainedHere = holes.stream().anyMatch(hole -> hole.explains(mark));
            if (error <= tolerance(track, found, mark)) {
                if (!isSettling(found, mark)) {
                    worstSound = track.kind().equals("audio") ? Math.max(worstSound, error) : worstSound;
                    worstPicture = track.kind().equals("video") ? Math.max(worstPicture, error) : worstPicture;
                }
            } else if (!explainedHere) {
                unexplained.add("%s: %.3f s is %.1f ms off".formatted(track, mark, error * 1e3));
            }
        }
        for (double expected = phase; expected < seconds - 0.3; expected++) {
            double time = expected;
            if (found.marks.stream().anyMatch(mark -> Math.abs(mark - time) <= tolerance(track, found, time))) {
                inFiles++;
            } else if (holes.stream().anyMatch(hole -> hole.explains(time))) {
                explained++;
            } else {
                unexplained.add("%s: %.3f s is in no file, and in no gap".formatted(track, time));
            }
        }
    }

    /** A packet that never reached the server is concealed in processed sound. The dry track has its gap. */
    private List<Hole> holes(Track track, Found found) {
        Found dry = tracks.get(new Track(track.user(), "dry", track.kind()));
        List<Hole> all = new ArrayList<>(found.holes);
        if (dry != null && dry != found) {
            all.addAll(dry.holes);
        }
        return all;
    }

    /** Where in each second the clicks were sent: as most are in the dry files. */
    private double phase() {
        List<Double> phases = tracks.entrySet().stream()
                .filter(entry -> entry.getKey().tap().equals("dry")
                        && entry.getKey().kind().equals("audio"))
                .flatMap(entry -> entry.getValue().marks.stream().filter(mark -> !isSettling(entry.getValue(), mark)))
                .toList();
        return median(phases);
    }

    private static double phase(Found found, List<Double> marks) {
        return median(marks.stream().filter(mark -> !isSettling(found, mark)).toList());
    }

    /** Around any second. */
    private static double median(List<Double> marks) {
        double first = marks.get(0);
        List<Double> shifts =
                marks.stream().map(mark -> beside(mark - first)).sorted().toList();
        double phase = first + shifts.get(shifts.size() / 2);
        return phase - Math.floor(phase);
    }

    private static boolean isSettling(Found found, double time) {
        return found.begins.stream().anyMatch(begin -> time > begin - 1 && time < begin + SETTLING);
    }

    private static double tolerance(Track track, Found found, double time) {
        if (isSettling(found, time)) {
            return SETTLING_TOLERANCE;
        }
        return track.kind().equals("audio") ? SOUND : PICTURE + SOUND;
    }
}
