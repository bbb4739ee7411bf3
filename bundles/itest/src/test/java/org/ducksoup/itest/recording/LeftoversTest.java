package org.ducksoup.itest.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.testkit.media.MediaProfile;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ProcessCost;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many interactions, with effects and recordings among them, leave nothing behind. */
@Tag("waits")
class LeftoversTest {
    private static final int WARM_UP = 12;
    private static final int AT_ONCE = 3;
    /** The server keeps the events of its first minute for observers that start late, until the first event after it. */
    private static final Duration START_UP = Duration.ofMinutes(1);

    @Test
    void sixtyInteractionsLeaveNothing() throws Exception {
        leaveNothing(60);
    }

    @Test
    @Tag("long")
    void threeHundredInteractionsLeaveNothing() throws Exception {
        leaveNothing(300);
    }

    private static void leaveNothing(int interactions) throws Exception {
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        .start();
                HeadlessClients clients = HeadlessClients.open()) {
            Instant started = Instant.now();
            play(server, clients, "warm", WARM_UP);
            Leftovers before = settled(server);
            play(server, clients, "trial", interactions);
            await().atMost(START_UP).until(() -> started.plus(START_UP).isBefore(Instant.now()));
            play(server, clients, "last", AT_ONCE);
            Leftovers after = settled(server, before.allowing(interactions));
            after.printGrowth(before);
            System.out.printf("before %d interactions %s%nafter %s%n", interactions, before, after);
            assertThat(after.excessOver(before.allowing(interactions))).isEmpty();
        }
    }

    /** The reading after which nothing decreases any more. Ended interactions are released little by little. */
    private static Leftovers settled(ServerProcess server) {
        AtomicReference<Leftovers> last = new AtomicReference<>(Leftovers.of(server));
        return await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(4))
                .until(() -> Leftovers.of(server), now -> !last.getAndSet(now).hasMoreThan(now));
    }

    /**
     * Pools keep threads, and grace periods keep participants, for up to a minute. Anything that is there after that
     * stays for ever.
     */
    private static Leftovers settled(ServerProcess server, Leftovers allowed) {
        AtomicReference<Leftovers> last = new AtomicReference<>();
        try {
            await().atMost(Duration.ofSeconds(80))
                    .pollInterval(Duration.ofSeconds(5))
                    .until(() -> {
                        last.set(Leftovers.of(server));
                        return last.get().excessOver(allowed).isEmpty();
                    });
        } catch (ConditionTimeoutException e) {
            System.out.printf("still too much of %s%n", last.get().excessOver(allowed));
        }
        return last.get();
    }

    /** A few interactions at a time: mirrors with effects and recording, and pairs without them. */
    private static void play(ServerProcess server, HeadlessClients clients, String name, int interactions) {
        for (int i = 0; i < interactions; i += AT_ONCE) {
            List<HeadlessParticipant> playing = new ArrayList<>();
            for (int j = i; j < i + AT_ONCE; j++) {
                if (j % 2 == 0) {
                    playing.add(clients.join(server.signaling(), mirror(name + "-" + j)));
                } else {
                    playing.add(clients.join(server.signaling(), pair(name + "-" + j, "ann")));
                    playing.add(clients.join(server.signaling(), pair(name + "-" + j, "bob")));
                }
            }
            for (HeadlessParticipant participant : playing) {
                participant.await(Milestone.START);
                participant.await(Milestone.CLOSED);
                participant.close();
            }
        }
    }

    private static ParticipantOptions mirror(String name) {
        return ParticipantOptions.mirror(name, "me")
                .with("audioFx", "pitch pitch=0.8 name=voice")
                .with("videoFx", "coloreffects preset=xpro")
                .lasting(Duration.ofSeconds(1));
    }

    private static ParticipantOptions pair(String name, String user) {
        return ParticipantOptions.of(name, user, 2)
                .sendingLike(MediaProfile.LIGHT_VIDEO)
                .lasting(Duration.ofSeconds(1));
    }

    private record Leftovers(
            int threads, int files, long heapKilobytes, long residentMegabytes, Map<String, Long> bytesByClass) {
        @Override
        public String toString() {
            return "%d threads, %d files, %d kB of heap, %d MB resident outside the heap"
                    .formatted(threads, files, heapKilobytes, residentMegabytes);
        }

        Leftovers allowing(int interactions) {
            return new Leftovers(
                    threads + 5,
                    files + 5,
                    heapKilobytes + interactions * 20L,
                    // The bound allows for compiled code, and for memory that the allocator cannot return.
                    residentMegabytes + 100,
                    bytesByClass);
        }

        /** The names of the readings that are too high. */
        List<String> excessOver(Leftovers allowed) {
            List<String> excess = new ArrayList<>();
            if (threads > allowed.threads) {
                excess.add("threads");
            }
            if (files > allowed.files) {
                excess.add("files");
            }
            if (heapKilobytes > allowed.heapKilobytes) {
                excess.add("heap");
            }
            if (residentMegabytes > allowed.residentMegabytes) {
                excess.add("memory outside the heap");
            }
            return excess;
        }

        /** The classes that grew most, as a hint when the heap did not shrink. */
        void printGrowth(Leftovers before) {
            bytesByClass.entrySet().stream()
                    .map(e -> Map.entry(e.getKey(), e.getValue() - before.bytesByClass.getOrDefault(e.getKey(), 0L)))
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .limit(12)
                    .forEach(e -> System.out.printf("  %+9d bytes %s%n", e.getValue(), e.getKey()));
        }

        /** A change of one thread or of some kilobytes does not mean that something is still being released. */
        boolean hasMoreThan(Leftovers later) {
            return threads > later.threads + 1
                    || files > later.files
                    || heapKilobytes > later.heapKilobytes + 100
                    || residentMegabytes > later.residentMegabytes + 5;
        }

        /** Reads after a garbage collection. */
        static Leftovers of(ServerProcess server) {
            ProcessCost cost = server.cost();
            cost.jcmd("GC.run");
            // Memory that the C library's allocator keeps for later is no leftover.
            cost.jcmd("System.trim_native_heap");
            Map<String, Long> bytesByClass = cost.jcmd("GC.class_histogram")
                    .lines()
                    .map(line -> line.trim().split(" +"))
                    .filter(words -> words.length >= 4 && words[0].endsWith(":"))
                    .collect(Collectors.toMap(words -> words[3], words -> Long.valueOf(words[2]), Long::sum));
            // int[] is left out, because the collector fills gaps with such arrays.
            long used = bytesByClass.entrySet().stream()
                    .filter(e -> !e.getKey().equals("[I"))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            return new Leftovers(
                    cost.threads(), cost.openFiles(), used >> 10, cost.residentOutsideHeap() >> 20, bytesByClass);
        }
    }
}
