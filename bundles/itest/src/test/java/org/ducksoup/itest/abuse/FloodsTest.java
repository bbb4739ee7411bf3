package org.ducksoup.itest.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.network.MalformedFrames;
import org.ducksoup.itest.tool.recording.Stimulus;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.peer.SignalingSocket;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pages that ask for much, and go on asking, beside a call that must not notice. Prints what they cost. */
@Tag("waits")
class FloodsTest {
    private static final int FLOOD_SECONDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static ServerProcess server;
    private static HeadlessClients clients;
    private static HeadlessParticipant neighbour;

    private final List<SignalingSocket> sockets = new ArrayList<>();
    private long lost;
    private long received;
    private long begin;

    @BeforeAll
    static void start() {
        server = ServerProcess.of(Project.ASSEMBLY)
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_LOG_FILE", "log/ducksoup.log")
                // The limits of the whole server would refuse most of this. Here everything else has to hold.
                .withFile(
                        "etc/org.ducksoup.sfu.cfg",
                        "maxParticipants = 5000\nmaxPipelines = 5000\nmaxMegapixelsPerSecond = 100000\n"
                                + "maxMemoryMebibytes = 100000\nwaitForOthersSeconds = 60\n")
                .withFile("etc/org.ducksoup.web.cfg", "maxSocketsPerAddress = 2000\n")
                .start();
        clients = HeadlessClients.open();
        neighbour = Neighbour.of(server, clients);
    }

    @AfterAll
    static void stop() {
        neighbour.close();
        clients.close();
        server.close();
    }

    @BeforeEach
    void remember() {
        lost = neighbour.lost();
        received = neighbour.received(MediaKind.AUDIO);
        begin = System.nanoTime();
    }

    @AfterEach
    void theCallNoticedNothing() {
        sockets.forEach(SignalingSocket::close);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double sounds = (neighbour.received(MediaKind.AUDIO) - received) / seconds;
        System.out.printf(
                "  the call beside them got %.1f sounds/s and lost %d packets%n", sounds, neighbour.lost() - lost);
        assertThat(neighbour.lost()).isEqualTo(lost);
        assertThat(sounds).isBetween(45.0, 55.0);
        assertThat(neighbour.hasReached(Milestone.CLOSED)).isFalse();
        assertThat(server.isAlive()).isTrue();
    }

    /** What the server holds at one moment. */
    private record Held(long used, long outside, int threads, int streaming, int files) {
        static Held now() {
            return new Held(
                    server.cost().usedAfterCollection(),
                    server.cost().residentOutsideHeap(),
                    server.cost().threads(),
                    streamingThreads(),
                    server.cost().openFiles());
        }

        String since(Held before) {
            return "in use %+d MB, outside the heap %+d MB, threads %+d (%+d of native pipelines), files %+d"
                    .formatted(
                            (used - before.used) >> 20,
                            (outside - before.outside) >> 20,
                            threads - before.threads,
                            streaming - before.streaming,
                            files - before.files);
        }
    }

    /** GStreamer names its threads after the pad that they serve: {@code queue0:src}. */
    private static int streamingThreads() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(server.pid()), "task"))) {
            return (int) tasks.filter(task -> nameOf(task).endsWith(":src")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nameOf(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** A socket that joins; completes with the kind of the first answer. */
    private CompletableFuture<String> join(ParticipantOptions options) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        SignalingSocket socket = server.signaling()
                .open(new SignalingSocket.Listener() {
                    @Override
                    public void onText(String text) {
                        answer.complete(text.replaceFirst("^\\{\"kind\":\"([a-z_-]+)\".*$", "$1"));
                    }

                    @Override
                    public void onClose(int code, String reason) {
                        answer.complete("closed");
                    }
                })
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        sockets.add(socket);
        socket.send(MalformedFrames.frame("join", options.joinPayload()));
        return answer;
    }

    private static ParticipantOptions changed(String name, int size) {
        return ParticipantOptions.of(name, "me", size)
                .with("recordingMode", "none")
                .with("audioFx", "pitch pitch=0.8")
                .with("videoFx", "coloreffects preset=sepia");
    }

    private static String next(CompletableFuture<String> answer) throws Exception {
        return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void fiveHundredSocketsWithTwoEffectsAndNoMediaMakeNoPipeline() throws Exception {
        Held before = Held.now();
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            answers.add(join(changed("bare-" + i, 1)));
        }
        for (CompletableFuture<String> answer : answers) {
            assertThat(next(answer)).isEqualTo("joined");
        }
        Held after = Held.now();
        System.out.printf("500 sockets with two effects each and no media: %s%n", after.since(before));
        assertThat(after.streaming()).as("threads of native pipelines").isEqualTo(before.streaming());
        assertThat(after.outside() - before.outside()).isLessThan(300L << 20);
    }

    /** Each waits for somebody who does not come, and writes as much as a socket takes. */
    @Test
    void threeThatFloodLogLinesFillNeitherMemoryNorDisk() throws Exception {
        Held before = Held.now();
        long diskBefore = bytesBelow(server.directory());
        List<SignalingSocket> flooders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            assertThat(next(join(ParticipantOptions.of("flood-" + i, "me", 2)))).isEqualTo("joined");
            flooders.add(sockets.get(sockets.size() - 1));
        }
        String line = MalformedFrames.frame("ext_flood", "A".repeat(60_000));
        int lines = 0;
        for (int second = 0; second < FLOOD_SECONDS; second++) {
            // As many as maxMessagesPerSecond allows: the sockets stay open.
            for (int i = 0; i < 180; i++) {
                flooders.forEach(flooder -> flooder.send(line));
                lines += flooders.size();
            }
            neighbour.hear(Duration.ofSeconds(1));
        }
        Held after = Held.now();
        long written = bytesBelow(server.directory()) - diskBefore;
        System.out.printf(
                "%d log lines of 60 kB by 3 sockets in %d s: %s; %d kB written%n",
                lines, FLOOD_SECONDS, after.since(before), written >> 10);
        assertThat(after.used() - before.used()).isLessThan(30L << 20);
        // 256 KiB at once and 16 KiB a second each.
        assertThat(written).isLessThan(3 * (256L + FLOOD_SECONDS * 16) * 1024 * 3 / 2 + (1 << 20));
    }

    private static long bytesBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void manyJoinsInAFewSeconds() throws Exception {
        joins(500, Duration.ofSeconds(15));
    }

    @Test
    @Tag("long")
    void twoThousandJoinsInAMinute() throws Exception {
        joins(2000, Duration.ofSeconds(60));
    }

    private void joins(int count, Duration within) throws Exception {
        next(join(changed("first", 1)));
        sockets.remove(sockets.size() - 1).close();
        Held before = Held.now();
        long first = System.nanoTime();
        for (int i = 0; i < count; i++) {
            CompletableFuture<String> answer = join(changed("many-" + i, 1 + i % 2));
            assertThat(next(answer)).isEqualTo("joined");
            sockets.remove(sockets.size() - 1).close();
            Duration due = within.multipliedBy(i).dividedBy(count);
            Duration passed = Duration.ofNanos(System.nanoTime() - first);
            if (passed.compareTo(due) < 0) {
                neighbour.hear(due.minus(passed));
            }
        }
        double seconds = (System.nanoTime() - first) / 1e9;
        System.out.printf(
                "%d joins in %.1f s: at once %s%n", count, seconds, Held.now().since(before));
        assertThat(seconds).isLessThan(within.toSeconds() * 1.5);
        settles(before, count + " joins");
    }

    /** Memory may lag behind, threads and files may not: a few are the neighbour's, or wait to be used again. */
    private static void settles(Held before, String what) {
        await().atMost(Duration.ofSeconds(45))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    assertThat(server.cost().threads()).isLessThan(before.threads() + 40);
                    assertThat(server.cost().openFiles()).isLessThan(before.files() + 20);
                    assertThat(streamingThreads()).isLessThanOrEqualTo(before.streaming());
                });
        Held after = Held.now();
        System.out.printf("%s, when they are over: %s%n", what, after.since(before));
        assertThat(after.used() - before.used()).isLessThan(20L << 20);
        assertThat(after.outside() - before.outside()).isLessThan(150L << 20);
    }

    @Test
    void aPageThatIsReloadedAgainAndAgain() throws Exception {
        reload(Duration.ofSeconds(12), 5);
    }

    @Test
    @Tag("long")
    void aPageThatIsReloadedForTenMinutes() throws Exception {
        reload(Duration.ofMinutes(10), 200);
    }

    /**
     * A recorded participant with effects, who loads the page anew as soon as the call is there.
     *
     * @param lasting how long at least; a slow machine goes on until memory can be judged
     * @param first number of loads after which memory must stay where it is: the first ones fill caches
     */
    private void reload(Duration lasting, int first) throws Exception {
        Stimulus stimulus = Stimulus.make(Path.of("target/stimulus").toAbsolutePath());
        ParticipantOptions page = ParticipantOptions.mirror("reload-" + lasting.toSeconds(), "me")
                .with("audioFx", "pitch pitch=0.8")
                .with("videoFx", "coloreffects preset=sepia")
                .playing(stimulus.clips(Codec.VP8))
                .lasting(lasting.plusSeconds(600));
        Held before = null;
        int loads = 0;
        long start = System.nanoTime();
        for (; loads < first + 4 || System.nanoTime() - start < lasting.toNanos(); loads++) {
            try (HeadlessParticipant participant = clients.join(server.signaling(), page)) {
                participant.await(Milestone.FIRST_KEY_FRAME);
            }
            if (loads == first) {
                before = Held.now();
            }
        }
        settles(
                before,
                loads + " loads of a recorded page with effects in " + (System.nanoTime() - start) / 1_000_000_000
                        + " s");
    }
}
