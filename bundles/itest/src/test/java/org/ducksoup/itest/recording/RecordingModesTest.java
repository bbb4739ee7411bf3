package org.ducksoup.itest.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.ducksoup.api.media.Codec;
import org.ducksoup.itest.tool.WatchedDirectory;
import org.ducksoup.itest.tool.recording.MediaTimes;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.itest.tool.recording.Stimulus;
import org.ducksoup.itest.tool.running.RunningServer;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every recording mode with real media: the announced files, the files on disk, their contents, and the times of these
 * contents. Each participant sends a flash and a click every second.
 */
class RecordingModesTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    @BeforeAll
    static void start() throws Exception {
        data = running.server().directory().resolve("data");
        stimulus = Stimulus.make(Path.of("target/stimulus").toAbsolutePath());
    }

    private static final int SECONDS = 9;

    /** After this time the delay of the first packets is corrected. */
    private static final double SETTLED = 4;

    /** The allowed distance of the sound of one interaction in Matroska, which gives each packet a time of its own. */
    private static final double SOUND_MILLIS = 10;

    /** The same for Ogg, whose packets of 20 ms follow each other without a gap (RFC 7845). */
    private static final double OGG_MILLIS = 20 + 10;

    /** The allowed distance of one click or flash among many. */
    private static final double WORST_MILLIS = 100;

    /** The allowed distance of pictures: one frame and 10 ms. */
    private static final double PICTURE_MILLIS = 1000.0 / Stimulus.RATE + 10;

    private static final int AT_ONCE = 4;
    private static final List<String> SILENT = List.of("none", "rtpbin_only", "direct", "bypass");
    private static final List<String> WITHOUT_EFFECTS = List.of("passthrough", "rtpbin_only", "direct", "bypass");
    private static final List<String> SPLIT = List.of("split", "passthrough");
    private static final List<String> MODES = List.of("muxed", "forced", "free", "reenc", "split", "passthrough");
    /** Effects without a delay of their own, so that only the recording is measured. */
    private static final String VOICE = "volume volume=0.7 name=voice";

    private static final String FACE = "coloreffects preset=xpro name=face";

    private static Stimulus stimulus;
    private static Path data;

    /** One line of the table, or of another series of calls with the same server. */
    private record Case(String series, String mode, Codec codec, boolean voice, boolean face, int size) {
        Case(String mode, Codec codec, boolean voice, boolean face, int size) {
            this("", mode, codec, voice, face, size);
        }

        /** A mode without effects refuses a join that asks for one. */
        Case {
            voice &= !WITHOUT_EFFECTS.contains(mode);
            face &= !WITHOUT_EFFECTS.contains(mode);
        }

        String name() {
            return series + mode + "-" + codec + (voice ? "-voice" : "") + (face ? "-face" : "") + "-" + size;
        }

        /** The suffixes of one connection's files, and the contents of each. */
        Map<String, String> expected() {
            Map<String, String> files = new TreeMap<>();
            if (SILENT.contains(mode)) {
                return files;
            }
            if (SPLIT.contains(mode)) {
                files.put("-audio-dry.ogg", "a");
                files.put("-video-dry.mkv", "v");
                if (voice) {
                    files.put("-audio-wet.ogg", "a");
                }
                if (face) {
                    files.put("-video-wet.mkv", "v");
                }
            } else {
                files.put("-dry.mkv", "av");
                if (voice || face) {
                    files.put("-wet.mkv", "av");
                }
            }
            return files;
        }
    }

    /** A case that is running. */
    private record Call(Case what, List<HeadlessParticipant> participants) {}

    /** Each mode with each combination of effects. Codec and size alternate so that every pair of values occurs. */
    @Test
    void aSelectionOfTheTable() throws Exception {
        List<List<Case>> rounds = new ArrayList<>();
        int turn = 0;
        for (String mode : MODES) {
            List<Case> cases = new ArrayList<>();
            for (int fx = 0; fx < 4; fx++) {
                int pick = (turn + fx) % 4;
                cases.add(new Case(
                        mode, (pick & 1) == 0 ? Codec.H264 : Codec.VP8, (fx & 1) != 0, (fx & 2) != 0, 1 + (pick >> 1)));
            }
            turn++;
            rounds.add(cases);
        }
        // These run beside the last mode, which needs no processor time for effects either.
        for (String mode : SILENT) {
            rounds.get(rounds.size() - 1)
                    .add(new Case(mode, turn % 2 == 0 ? Codec.H264 : Codec.VP8, true, true, 1 + turn / 2 % 2));
            turn++;
        }
        runAll(rounds);
    }

    /** Three minutes, in which a drift becomes visible. */
    @Test
    @Tag("long")
    void threeMinutes() throws Exception {
        Call call = begin(new Case("long-", "muxed", Codec.VP8, true, true, 2), Duration.ofMinutes(3));
        for (HeadlessParticipant participant : call.participants) {
            participant.await(Milestone.CLOSED, Duration.ofMinutes(4));
            participant.close();
        }
        RecordedRun run = RecordedRun.of(data, call.what.name());
        List<List<Double>> dry = new ArrayList<>();
        for (Path file : run.media()) {
            assertThat(MediaTimes.decodingErrors(file)).isEmpty();
            List<Double> flashes = settled(MediaTimes.flashes(file));
            List<Double> clicks = settled(MediaTimes.clicks(file));
            drift("flash and click of " + file.getFileName(), MediaTimes.distances(flashes, clicks));
            // The stimulus follows this machine's clock, which is also the server's.
            drift("flash and clock of " + file.getFileName(), phases(flashes));
            if (file.toString().endsWith("dry.mkv")) {
                dry.add(flashes);
            }
        }
        drift("two participants", MediaTimes.distances(dry.get(0), dry.get(1)));
    }

    private static List<Double> phases(List<Double> times) {
        return times.stream()
                .map(time -> time - times.get(0) - Math.round(time - times.get(0)))
                .toList();
    }

    /**
     * The change from the median of the first twenty to the median of the last twenty. Pictures in front of an effect are
     * placed on the ticks of a constant rate: where they come between two ticks, a drift of a millisecond moves them
     * to the other one, and no further.
     */
    private static void drift(String what, List<Double> distances) {
        assertThat(distances.size()).as(what).isGreaterThan(160);
        double begin = median(distances.subList(0, 20));
        double end = median(distances.subList(distances.size() - 20, distances.size()));
        System.out.printf(
                "3 minutes, %s: %+.1f ms at the begin, %+.1f ms at the end, worst %+.1f ms%n",
                what, 1000 * begin, 1000 * end, worst(distances));
        double drift = 1000 * (end - begin);
        boolean otherTick = what.endsWith("wet.mkv") && Math.abs(drift) > PICTURE_MILLIS / 2;
        assertThat(Math.abs(drift) - (otherTick ? 1000.0 / Stimulus.RATE : 0))
                .as("drift of %s", what)
                .isCloseTo(0, within(3.0));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    @Test
    @Tag("long")
    void allOfTheTable() throws Exception {
        // Effects make no difference where there can be none. The names are others than those of the selection.
        Set<Case> different = new LinkedHashSet<>();
        List<String> modes = new ArrayList<>(MODES);
        modes.addAll(SILENT);
        for (String mode : modes) {
            for (Codec codec : List.of(Codec.H264, Codec.VP8)) {
                for (int fx = 0; fx < 4; fx++) {
                    for (int size = 1; size <= 2; size++) {
                        different.add(new Case("all-", mode, codec, (fx & 1) != 0, (fx & 2) != 0, size));
                    }
                }
            }
        }
        List<Case> cases = List.copyOf(different);
        List<List<Case>> rounds = new ArrayList<>();
        for (int i = 0; i < cases.size(); i += AT_ONCE) {
            rounds.add(cases.subList(i, Math.min(cases.size(), i + AT_ONCE)));
        }
        runAll(rounds);
    }

    /** @param rounds lists of cases that run at once */
    private static void runAll(List<List<Case>> rounds) throws Exception {
        SoftAssertions softly = new SoftAssertions();
        // Files are read when the calls of a round are over, for reading keeps the processors busy.
        ExecutorService readers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try (WatchedDirectory watched = new WatchedDirectory(data)) {
            for (List<Case> cases : rounds) {
                List<Call> calls = new ArrayList<>();
                for (Case each : cases) {
                    calls.add(begin(each));
                }
                Map<Case, Callable<Void>> checks = new LinkedHashMap<>();
                for (Call call : calls) {
                    softly.assertThatCode(() -> checks.put(call.what, end(call)))
                            .as(call.what.name())
                            .doesNotThrowAnyException();
                }
                Iterator<Future<Void>> checked =
                        readers.invokeAll(checks.values()).iterator();
                for (Case each : checks.keySet()) {
                    softly.assertThatCode(checked.next()::get).as(each.name()).doesNotThrowAnyException();
                }
            }
            for (Case each : rounds.stream().flatMap(List::stream).toList()) {
                if (SILENT.contains(each.mode)) {
                    softly.assertThat(watched.namesUnder(each.name()))
                            .as("everything that ever was there in mode %s", each.mode)
                            .allMatch(name -> name.matches(".*/(events\\.jsonl|manifest\\.json(\\.new)?)"))
                            .isNotEmpty();
                }
            }
        } finally {
            readers.shutdownNow();
        }
        softly.assertAll();
    }

    private static Call begin(Case what) {
        return begin(what, Duration.ofSeconds(SECONDS));
    }

    private static Call begin(Case what, Duration duration) {
        List<HeadlessParticipant> participants = new ArrayList<>();
        for (int i = 0; i < what.size; i++) {
            ParticipantOptions options = ParticipantOptions.of(what.name(), "user" + i, what.size)
                    .sending(what.codec)
                    .lasting(duration)
                    .with("recordingMode", what.mode)
                    .with("width", Stimulus.WIDTH)
                    .with("height", Stimulus.HEIGHT)
                    .with("frameRate", Stimulus.RATE)
                    .playing(stimulus.clips(what.codec));
            options = what.voice ? options.with("audioFx", VOICE) : options;
            options = what.face ? options.with("videoFx", FACE) : options;
            participants.add(running.clients().join(running.server().signaling(), options));
        }
        // The calls start one after the other, because starting ten at once would overload this machine.
        participants.forEach(participant -> participant.await(Milestone.START));
        return new Call(what, participants);
    }

    /** Waits for the end of a call, and returns the check of its files. */
    private static Callable<Void> end(Call call) {
        Map<String, List<String>> announced = new TreeMap<>();
        for (HeadlessParticipant participant : call.participants) {
            JsonNode files = participant
                    .await(Milestone.FILES, Duration.ofSeconds(SECONDS + 20))
                    .payload();
            files.properties()
                    .forEach(user -> announced.put(
                            user.getKey(),
                            StreamSupport.stream(user.getValue().spliterator(), false)
                                    .map(JsonNode::asText)
                                    .toList()));
            participant.await(Milestone.CLOSED);
            participant.close();
        }
        return () -> {
            check(call.what, announced);
            return null;
        };
    }

    private static void check(Case what, Map<String, List<String>> announced) throws Exception {
        RecordedRun run = RecordedRun.of(data, what.name());
        JsonNode manifest = run.finalManifest();
        assertThat(manifest.path("state").asText()).isEqualTo("complete");
        assertThat(manifest.at("/run/recordingMode").asText()).isEqualTo(what.mode);
        List<String> found = run.media().stream()
                .map(file -> data.relativize(file).toString())
                .toList();
        assertThat(announced.values().stream().flatMap(List::stream))
                .as("announced is found")
                .containsExactlyInAnyOrderElementsOf(found);
        assertThat(found).hasSize(what.size * what.expected().size());
        List<String> others = new ArrayList<>(List.of("events.jsonl", "manifest.json"));
        run.media().forEach(file -> others.add("index/" + file.getFileName() + ".csv"));
        assertThat(run.files().stream().filter(name -> !name.startsWith("recordings/")))
                .containsExactlyInAnyOrderElementsOf(others);
        Map<String, List<Double>> flashes = new TreeMap<>();
        for (var user : announced.entrySet()) {
            List<Path> files = user.getValue().stream().map(data::resolve).toList();
            if (!files.isEmpty()) {
                Map<String, Double> first = checkUser(what, run, manifest, files);
                System.out.printf("%s %s: %s%n", what.name(), user.getKey(), first);
                flashes.put(
                        user.getKey(),
                        settled(MediaTimes.flashes(files.stream()
                                .filter(file -> file.toString().endsWith("dry.mkv"))
                                .findFirst()
                                .orElseThrow())));
            }
        }
        if (flashes.size() == 2) {
            double apart = worst(MediaTimes.distances(flashes.get("user0"), flashes.get("user1")));
            System.out.printf("%s: two participants %.1f ms apart%n", what.name(), apart);
            assertThat(apart).as("two participants").isCloseTo(0, within(PICTURE_MILLIS));
        }
    }

    /** @return the measured offsets, in milliseconds */
    private static Map<String, Double> checkUser(Case what, RecordedRun run, JsonNode manifest, List<Path> files)
            throws IOException {
        Map<String, Double> figures = new TreeMap<>();
        Map<String, List<Double>> flashes = new TreeMap<>();
        Map<String, List<Double>> clicks = new TreeMap<>();
        String stem = files.get(0).getFileName().toString().replaceFirst("(-audio|-video)?-dry\\.(mkv|ogg)$", "");
        assertThat(files.stream().map(file -> file.getFileName().toString().substring(stem.length())))
                .containsExactlyInAnyOrderElementsOf(what.expected().keySet());
        for (Path file : files) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-r-----");
            assertThat(MediaTimes.decodingErrors(file)).as("decoding %s", file).isEmpty();
            JsonNode entry = entry(manifest, run, file);
            assertThat(entry.path("bytes").asLong()).isEqualTo(Files.size(file));
            String tap = entry.path("tap").asText();
            for (JsonNode track : entry.path("tracks")) {
                boolean sound = track.path("kind").asText().equals("audio");
                checkTrack(what, run, file, tap, track, sound);
                (sound ? clicks : flashes)
                        .put(tap, settled(sound ? MediaTimes.clicks(file) : MediaTimes.flashes(file)));
            }
        }
        for (String tap : flashes.keySet()) {
            assertThat(flashes.get(tap))
                    .as("flashes %s", tap)
                    .hasSizeBetween(SECONDS - (int) SETTLED - 2, SECONDS - (int) SETTLED + 1);
            List<Double> sync = MediaTimes.distances(flashes.get(tap), clicks.getOrDefault(tap, clicks.get("dry")));
            figures.put("lip " + tap, worst(sync));
        }
        compare("flash wet-dry", flashes, figures);
        compare("click wet-dry", clicks, figures);
        // The medians are compared. A busy machine may displace single values a little.
        assertThat(figures.getOrDefault("click wet-dry, median", 0.0))
                .as("sound, wet and dry: %s", figures)
                .isCloseTo(0, within(what.mode.equals("split") ? OGG_MILLIS : SOUND_MILLIS));
        assertThat(figures.getOrDefault("flash wet-dry, median", 0.0))
                .as("picture, wet and dry: %s", figures)
                .isCloseTo(0, within(PICTURE_MILLIS));
        for (String which : List.of("click wet-dry", "flash wet-dry")) {
            assertThat(figures.getOrDefault(which, 0.0))
                    .as("the worst of %s: %s", which, figures)
                    .isCloseTo(0, within(WORST_MILLIS));
        }
        assertThat(figures.get("lip dry")).as("flash and click of %s", stem).isCloseTo(0, within(PICTURE_MILLIS));
        return figures;
    }

    private static List<Double> settled(List<Double> times) {
        return times.stream().filter(time -> time > SETTLED).toList();
    }

    private static void compare(String name, Map<String, List<Double>> times, Map<String, Double> figures) {
        if (times.containsKey("wet")) {
            List<Double> distances = MediaTimes.distances(times.get("wet"), times.get("dry"));
            figures.put(name, worst(distances));
            List<Double> sorted = distances.stream().sorted().toList();
            figures.put(name + ", median", sorted.isEmpty() ? Double.NaN : 1000 * sorted.get(sorted.size() / 2));
        }
    }

    private static double worst(List<Double> distances) {
        return distances.stream()
                        .max(java.util.Comparator.comparingDouble(Math::abs))
                        .orElse(Double.NaN)
                * 1000;
    }

    private static JsonNode entry(JsonNode manifest, RecordedRun run, Path file) {
        String name = run.directory().relativize(file).toString();
        return StreamSupport.stream(manifest.path("files").spliterator(), false)
                .filter(entry -> entry.path("path").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in the manifest"));
    }

    private static double lost(JsonNode track) {
        return StreamSupport.stream(track.path("gaps").spliterator(), false)
                .mapToDouble(gap -> gap.path("lostFrames").asDouble())
                .sum();
    }

    private static void checkTrack(Case what, RecordedRun run, Path file, String tap, JsonNode track, boolean sound)
            throws IOException {
        List<Double> times = MediaTimes.packets(file, sound ? "a:0" : "v:0");
        double rate = sound ? 50 : Stimulus.RATE;
        double begin = track.path("offset").asDouble();
        double length = track.path("duration").asDouble();
        String about = tap + (sound ? " sound of " : " picture of ") + file.getFileName();
        if (!file.toString().endsWith(".ogg")) {
            assertThat(times).as(about).hasSize(track.path("frames").asInt());
        }
        assertThat(begin).as("begin of %s", about).isLessThan(1.0);
        assertThat(begin + length).as("end of %s", about).isCloseTo(SECONDS, within(0.4));
        // Packets that were late in the beginning are moved a little. Media that an overloaded machine lost is
        // reported.
        double lost = lost(track);
        // A pipeline that does not keep up leaves media out, which happens on a busy machine.
        boolean processed = tap.equals("wet") || (what.mode.equals("reenc") && !sound);
        assertThat(track.path("frames").asDouble() + lost)
                .as("frames of %s in %s s, %s of them lost", about, length, lost)
                .isBetween(length * rate * (processed ? 0.9 : 0.985) - 3, (length + 0.3) * rate + lost);
        boolean constant =
                !sound && (tap.equals("wet") && what.face && !what.mode.equals("free") || what.mode.equals("reenc"));
        if (constant) {
            List<Double> late =
                    times.stream().filter(time -> time > SETTLED + 1).toList();
            long uneven = 0;
            for (int i = 1; i < late.size(); i++) {
                uneven += Math.abs(late.get(i) - late.get(i - 1) - 1.0 / Stimulus.RATE) > 0.0025 ? 1 : 0;
            }
            assertThat(uneven).as("uneven steps of %s", about).isLessThanOrEqualTo(late.size() / 3);
        }
        List<String> index = Files.readAllLines(run.directory().resolve("index").resolve(file.getFileName() + ".csv"));
        List<String[]> rows = index.stream()
                .skip(1)
                .map(line -> line.split(","))
                .filter(row -> row[0].equals(sound ? "audio" : "video") && !row[1].isEmpty())
                .toList();
        assertThat(rows.size())
                .as("rows for %s", about)
                .isEqualTo(track.path("frames").asInt());
        if (!file.toString().endsWith(".ogg")) {
            for (int i = 0; i < rows.size(); i++) {
                assertThat(Long.parseLong(rows.get(i)[2]) / 1e9)
                        .as("time %s of %s", i, about)
                        .isCloseTo(times.get(i), within(0.0011));
            }
        }
    }
}
