package org.ducksoup.itest.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.network.MalformedFrames;
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
import org.junit.jupiter.api.Test;

/** Pages that ask for much, and go on asking, beside a call that must not notice. Prints what they cost. */
class FloodsTest {
    private static final Pattern HEAP_USED = Pattern.compile("(?:def new|tenured) generation .*used (\\d+)K");
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
    private record Held(long heap, long resident, int threads, int streaming, int files) {
        static Held now() {
            server.cost().jcmd("GC.run");
            Matcher used = HEAP_USED.matcher(server.cost().jcmd("GC.heap_info"));
            long heap = 0;
            while (used.find()) {
                heap += Long.parseLong(used.group(1)) * 1024;
            }
            return new Held(
                    heap,
                    server.cost().residentBytes(),
                    server.cost().threads(),
                    streamingThreads(),
                    server.cost().openFiles());
        }

        String since(Held before) {
            return "heap %+d MB, resident memory %+d MB, threads %+d (%+d of native pipelines), files %+d"
                    .formatted(
                            (heap - before.heap) >> 20,
                            (resident - before.resident) >> 20,
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
        assertThat(after.resident() - before.resident()).isLessThan(300L << 20);
    }
}
