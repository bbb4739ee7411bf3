package org.ducksoup.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.ducksoup.testkit.HeadlessClients;
import org.ducksoup.testkit.HeadlessParticipant;
import org.ducksoup.testkit.Milestone;
import org.ducksoup.testkit.ParticipantOptions;
import org.ducksoup.testkit.ProcessCost;
import org.ducksoup.testkit.ServerProcess;
import org.junit.jupiter.api.Test;

/** What fifty mirrors with effects and recordings leave behind: nothing. */
class LeftoversTest {
    private static final int WARM_UP = 10;
    private static final int MIRRORS = 50;

    @Test
    void fiftyMirrorsLeaveNothing() throws Exception {
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        .start();
                HeadlessClients clients = HeadlessClients.open()) {
            for (int i = 0; i < WARM_UP; i++) {
                mirror(server, clients, "warm-" + i);
            }
            Leftovers before = Leftovers.of(server);
            for (int i = 0; i < MIRRORS; i++) {
                mirror(server, clients, "mirror-" + i);
            }
            Leftovers after = Leftovers.of(server);
            after.printGrowth(before);
            System.out.printf("before %d mirrors %s%nafter             %s%n", MIRRORS, before, after);
            assertThat(after.threads).isLessThanOrEqualTo(before.threads + 5);
            assertThat(after.files).isLessThanOrEqualTo(before.files + 5);
            assertThat(after.heapKilobytes).isLessThan(before.heapKilobytes + MIRRORS * 20L);
            // Native memory settles slowly: allocators keep what they had.
            assertThat(after.residentMegabytes).isLessThan(before.residentMegabytes + 60);
        }
    }

    private static void mirror(ServerProcess server, HeadlessClients clients, String name) {
        ParticipantOptions options = ParticipantOptions.mirror(name, "me")
                .with("audioFx", "pitch pitch=0.8 name=voice")
                .with("videoFx", "coloreffects preset=xpro")
                .with("recordingMode", "muxed")
                .lasting(Duration.ofSeconds(1));
        try (HeadlessParticipant participant = clients.join(server.signaling(), options)) {
            participant.await(Milestone.START);
            participant.await(Milestone.CLOSED);
        }
    }

    private record Leftovers(
            int threads, int files, long heapKilobytes, long residentMegabytes, Map<String, Long> bytesByClass) {
        @Override
        public String toString() {
            return "%d threads, %d files, %d kB of heap, %d MB resident"
                    .formatted(threads, files, heapKilobytes, residentMegabytes);
        }

        /** The classes that grew most: where to look if the heap did not come back. */
        void printGrowth(Leftovers before) {
            bytesByClass.entrySet().stream()
                    .map(e -> Map.entry(e.getKey(), e.getValue() - before.bytesByClass.getOrDefault(e.getKey(), 0L)))
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .limit(12)
                    .forEach(e -> System.out.printf("  %+9d bytes %s%n", e.getValue(), e.getKey()));
        }

        /** After a garbage collection and a pause in which ended interactions let go of what they had. */
        static Leftovers of(ServerProcess server) throws InterruptedException {
            TimeUnit.SECONDS.sleep(8);
            ProcessCost cost = server.cost();
            cost.jcmd("GC.run");
            TimeUnit.SECONDS.sleep(1);
            Map<String, Long> bytesByClass = cost.jcmd("GC.class_histogram")
                    .lines()
                    .map(line -> line.trim().split(" +"))
                    .filter(words -> words.length >= 4 && words[0].endsWith(":"))
                    .collect(Collectors.toMap(words -> words[3], words -> Long.valueOf(words[2]), Long::sum));
            // Not int[]: the collector fills the gaps it leaves with such arrays.
            long used = bytesByClass.entrySet().stream()
                    .filter(e -> !e.getKey().equals("[I"))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            return new Leftovers(
                    cost.threads(), cost.openFiles(), used >> 10, cost.residentBytes() >> 20, bytesByClass);
        }
    }
}
