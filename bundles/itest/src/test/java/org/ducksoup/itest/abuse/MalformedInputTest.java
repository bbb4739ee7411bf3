package org.ducksoup.itest.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.network.MalformedFrames;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.peer.SignalingSocket;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.Test;

/** Ten thousand malformed joins and messages over real sockets, beside a running call. */
class MalformedInputTest {
    private static final int JOINS = 2500;
    private static final int TALKERS = 150;
    private static final int MESSAGES = 50;
    private static final int AT_ONCE = 40;

    private static final Executor HANG_UP = task -> {
        Thread thread = new Thread(task, "hang-up");
        thread.setDaemon(true);
        thread.start();
    };

    private final ConcurrentHashMap<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final Semaphore slots = new Semaphore(AT_ONCE);

    @Test
    void tenThousandLeaveNothingStuckAndTheCallUnharmed() throws Exception {
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        // What has been left is deleted soon, which the test waits for.
                        .withFile("etc/org.ducksoup.sfu.cfg", "gracePeriodSeconds = 3\n")
                        .start();
                HeadlessClients clients = HeadlessClients.open()) {
            HeadlessParticipant neighbour = Neighbour.of(server, clients);
            long lostBefore = neighbour.lost();
            long sentBefore = neighbour.sent();
            long receivedBefore = neighbour.received();
            long begin = System.nanoTime();

            MalformedFrames frames = new MalformedFrames(new SplittableRandom(20261122));
            for (int i = 0; i < JOINS; i++) {
                converse(server, frames.first());
            }
            for (int i = 0; i < TALKERS; i++) {
                String[] talk = new String[MESSAGES + 1];
                talk[0] = MalformedFrames.frame("join", MalformedFrames.goodJoin("talker-" + i));
                for (int j = 1; j < talk.length; j++) {
                    talk[j] = frames.message();
                }
                converse(server, talk);
            }
            assertThat(slots.tryAcquire(AT_ONCE, 60, TimeUnit.SECONDS))
                    .as("every conversation has ended")
                    .isTrue();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);

            // A well-behaved participant is admitted as before.
            HeadlessParticipant guest = clients.join(
                    server.signaling(), ParticipantOptions.mirror("guest", "me").with("recordingMode", "none"));
            Duration guestWaited = guest.await(Milestone.FIRST_KEY_FRAME).sinceJoin();
            guest.stop();
            guest.await(Milestone.CLOSED);

            long sent = neighbour.sent() - sentBefore;
            long received = neighbour.received() - receivedBefore;
            System.out.printf(
                    "%d malformed joins and %d malformed messages in %d s, answered with %s%n"
                            + "  the call beside them: %d packets sent, %d received, %d lost; a guest then waited %d ms%n",
                    JOINS,
                    TALKERS * MESSAGES,
                    took.toSeconds(),
                    answers,
                    sent,
                    received,
                    neighbour.lost() - lostBefore,
                    guestWaited.toMillis());
            assertThat(neighbour.hasReached(Milestone.CLOSED)).isFalse();
            assertThat(neighbour.lost()).isEqualTo(lostBefore);
            assertThat(received).isGreaterThan(sent * 9 / 10);
            neighbour.stop();
            neighbour.await(Milestone.CLOSED);
            awaitEqual(server, "interaction_created", "interaction_deleted");
            awaitEqual(server, "peer_server_started", "peer_server_ended");
            assertThat(server.output(line -> line.contains("bug of the server")))
                    .isEmpty();
            assertThat(server.log()).doesNotContain("bug of the server").doesNotContain("OutOfMemoryError");
        }
    }

    /**
     * Sends all frames on a socket of its own. Disconnects when the server has closed the socket, or sends nothing for
     * a while.
     */
    private void converse(ServerProcess server, String... frames) throws InterruptedException {
        slots.acquire();
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<SignalingSocket> opening = server.signaling().open(new SignalingSocket.Listener() {
            @Override
            public void onText(String text) {
                String kind = text.replaceFirst("^\\{\"kind\":\"([a-z_-]+)\".*$", "$1");
                count(kind);
            }

            @Override
            public void onClose(int code, String reason) {
                count("close " + code);
                closed.countDown();
            }
        });
        var unused = opening.whenComplete((socket, failure) -> {
            if (failure == null) {
                for (String frame : frames) {
                    socket.send(frame);
                }
                CompletableFuture.runAsync(
                                () -> {
                                    try {
                                        if (!closed.await(2, TimeUnit.SECONDS)) {
                                            socket.close();
                                        }
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                },
                                HANG_UP)
                        .whenComplete((done, failed) -> slots.release());
            } else {
                count("not opened");
                slots.release();
            }
        });
    }

    private void count(String what) {
        answers.computeIfAbsent(what, unused -> new AtomicInteger()).incrementAndGet();
    }

    /** Every interaction that was created has been deleted, so nothing is stuck. */
    private static void awaitEqual(ServerProcess server, String beginning, String end) {
        await().atMost(Duration.ofSeconds(45))
                .untilAsserted(() -> assertThat(server.output(line -> line.contains(" " + end + " ")))
                        .as(end)
                        .hasSameSizeAs(server.output(line -> line.contains(" " + beginning + " "))));
    }
}
