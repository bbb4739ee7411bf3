package org.ducksoup.itest.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.testkit.peer.Arrival;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No effect text of a client harms the server, a file, or another call. */
class HostileEffectsTest {
    private static final long MAX_MILLIS = 50;
    private static final String[] PIECES = {
        "pitch",
        "coloreffects",
        "volume",
        "filesink",
        "filesrc",
        "udpsink",
        "tee",
        "x264enc",
        "nosuch",
        "fakesink",
        "!",
        "!!",
        " ! ",
        "=",
        "name=",
        "name=a",
        "a.",
        "location=",
        "pitch=",
        "preset=",
        "volume=",
        "1",
        "-1",
        "1e9",
        "0.8",
        "\"",
        "'",
        "\\",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        ",",
        ";",
        ".",
        ":",
        "#",
        "$",
        "%n",
        "`",
        "&",
        "|",
        "<",
        ">",
        "\n",
        "\r",
        "\t",
        "\0",
        "é",
        "\u202e",
        "video/x-raw",
        "audio/x-raw,rate=8000",
        "bin.",
        "queue",
        "@",
        "xpro",
        "  ",
        "//"
    };

    @TempDir
    static Path forbidden;

    private static ServerProcess server;
    private static HeadlessClients clients;

    private final List<Double> millis = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = ServerProcess.of(Project.ASSEMBLY)
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .start();
        clients = HeadlessClients.open();
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    private static List<String> handMade() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/hostile-effects.txt"))) {
            return lines.filter(line -> !line.isEmpty() && !line.startsWith("# "))
                    .map(HostileEffectsTest::decoded)
                    .toList();
        }
    }

    private static String decoded(String line) {
        Matcher unicode = Pattern.compile("\\\\u([0-9a-f]{4})").matcher(line);
        return unicode.replaceAll(m -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(m.group(1), 16))))
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\t", "\t")
                .replace("\\0", "\0")
                .replace("<LONG>", "x".repeat(100_000))
                .replace("@", forbidden.resolve("stolen").toString());
    }

    /** A text that ends in a word that is no effect. */
    private static String generated(Random random) {
        StringBuilder text = new StringBuilder();
        for (int pieces = 1 + random.nextInt(12); pieces > 0; pieces--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
            if (random.nextInt(3) == 0) {
                text.append(' ');
            }
        }
        return decoded(text.append(" ! filesink location=@").toString());
    }

    @Test
    void everyOneIsRefusedAtOnceAndARunningCallGoesOn() throws Exception {
        Set<String> before = files();
        List<String> handMade = handMade();
        assertThat(handMade).hasSizeGreaterThanOrEqualTo(200);
        List<String> accepted = new ArrayList<>();
        try (HeadlessParticipant call = clients.join(
                server.signaling(),
                ParticipantOptions.mirror("running", "me")
                        .with("recordingMode", "none")
                        .lasting(Duration.ofSeconds(600)))) {
            call.await(Milestone.FIRST_KEY_FRAME);
            long begin = System.nanoTime();
            long heard = call.received(MediaKind.AUDIO);
            long seen = call.received(MediaKind.VIDEO);
            for (String effect : handMade) {
                refuse("audioFx", effect, accepted);
                refuse("videoFx", effect, accepted);
            }
            Random random = new Random(20261122);
            for (int i = 0; i < 1000; i++) {
                refuse(i % 2 == 0 ? "audioFx" : "videoFx", generated(random), accepted);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            double sounds = (call.received(MediaKind.AUDIO) - heard) / seconds;
            double pictures = (call.received(MediaKind.VIDEO) - seen) / seconds;
            Collections.sort(millis);
            System.out.printf(
                    "%d hostile effects refused in %.1f s: p50 %.1f ms, p99 %.1f ms, slowest %.1f ms;"
                            + " the running call got %.1f sounds/s and %.1f video packets/s%n",
                    millis.size(),
                    seconds,
                    millis.get(millis.size() / 2),
                    millis.get(millis.size() * 99 / 100),
                    millis.get(millis.size() - 1),
                    sounds,
                    pictures);
            assertThat(accepted).isEmpty();
            assertThat(millis.get(millis.size() - 1)).isLessThan(MAX_MILLIS);
            assertThat(sounds).isBetween(45.0, 55.0);
            assertThat(pictures).isGreaterThan(28.0);
        }
        try (Stream<Path> stolen = Files.list(forbidden)) {
            assertThat(stolen).isEmpty();
        }
        Set<String> after = files();
        after.removeAll(before);
        // A call without a recording leaves its log and its manifest, which may be replaced at this moment.
        assertThat(after)
                .allMatch(name -> name.matches(".*data/default/running/.*/(events\\.jsonl|manifest\\.json(\\.new)?)"));
        assertThat(server.output(line -> line.contains("effect_lost"))).isEmpty();
    }

    /** The time of a refusal is the best of three, because the machine may be slow. */
    private void refuse(String option, String effect, List<String> accepted) throws IOException {
        double best = Double.MAX_VALUE;
        for (int attempt = 0; attempt < 3 && best > MAX_MILLIS; attempt++) {
            ParticipantOptions options = ParticipantOptions.mirror("hostile-" + System.nanoTime(), "me")
                    .with("recordingMode", "none")
                    .with(option, effect);
            try (HeadlessParticipant participant = clients.join(server.signaling(), options)) {
                Arrival refused = participant.await(Milestone.REFUSED);
                JsonNode reason = refused.payload().path("payload").path("reason");
                if (!refused.payload().path("kind").asText().equals("error-join")
                        || reason.path("message").asText().isBlank()) {
                    accepted.add(option + ": " + effect.substring(0, Math.min(100, effect.length())));
                }
                best = Math.min(best, refused.sinceJoin().toNanos() / 1e6);
            } catch (AssertionError | IllegalStateException e) {
                accepted.add(option + ": " + effect.substring(0, Math.min(100, effect.length())) + ": " + e);
                return;
            }
        }
        millis.add(best);
    }

    /** All files of the server, except those that it writes in normal operation. */
    private static Set<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(server.directory())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> server.directory().relativize(file).toString())
                    .filter(name -> !name.startsWith("karaf-data") && !name.contains("log") && !name.contains("cache"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void theFileIsText() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of("src/test/resources/hostile-effects.txt"));
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(new String(bytes, StandardCharsets.UTF_8)))
                .isTrue();
    }
}
