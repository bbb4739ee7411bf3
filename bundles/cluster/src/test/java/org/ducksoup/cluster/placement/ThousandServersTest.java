package org.ducksoup.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.cluster.lease.Grants;
import org.ducksoup.cluster.lease.Identity;
import org.ducksoup.cluster.lease.Members;
import org.ducksoup.cluster.member.Reports;
import org.ducksoup.cluster.member.Seal;
import org.junit.jupiter.api.Test;

/** On paper up to a thousand servers: where interactions begin, when those of dead servers may begin again, and what servers say to each other. */
class ThousandServersTest {
    private static final int SERVERS = 1000;
    private static final int INTERACTIONS = 100_000;
    private static final int PER_SECOND = 2000;
    private static final Duration LEASE = Duration.ofSeconds(4);
    /** Of questions in the length of a lease. */
    private static final int CALLS = 8;

    private final Random random = new Random(18);

    @Test
    void aHundredThousandInteractionsAreEvenOverAThousandServersOfWhichSomeDieAndSomeDrain() {
        SimulatedServers cluster = new SimulatedServers(random, 1000);
        for (int i = 0; i < SERVERS; i++) {
            cluster.add(200 + 200 * (i % 3));
        }
        for (int i = 0; i < INTERACTIONS; i++) {
            int participants = i % 4 == 0 ? 4 : 2;
            cluster.after(i * 1000L / PER_SECOND, () -> cluster.begin(participants));
        }
        cluster.run(20_000);
        List<SimulatedServers.Server> draining = cluster.servers.subList(0, 5);
        draining.forEach(server -> server.draining = true);
        cluster.run(5000);
        int late = cluster.begunWhileDraining;
        List<SimulatedServers.Server> dying = cluster.servers.subList(10, 20);
        dying.forEach(server -> {
            server.dead = true;
            // Who was there comes back, with the rest of the interaction behind.
            for (int i = 0; i < server.interactions; i++) {
                cluster.after(4500 + random.nextInt(1000), () -> cluster.begin(2));
            }
        });
        cluster.run(40_000);

        assertThat(cluster.begunWhileDraining)
                .as("nothing begins on a draining server once all know")
                .isEqualTo(late);
        System.out.printf(
                "%d clients were sent to a server that had just died; %d interactions began on draining ones before all knew%n",
                cluster.cameBack, late);
        for (int capacity = 200; capacity <= 600; capacity += 200) {
            int seats = capacity;
            DoubleSummaryStatistics used = cluster.servers.stream()
                    .filter(server -> server.capacity == seats && !server.dead && !server.draining)
                    .mapToDouble(SimulatedServers.Server::used)
                    .summaryStatistics();
            System.out.printf(
                    "servers of %d seats: %.1f %% used, at least %.2f and at most %.2f times as much%n",
                    seats,
                    100 * used.getAverage(),
                    used.getMin() / used.getAverage(),
                    used.getMax() / used.getAverage());
            assertThat(used.getMax() / used.getAverage()).isBetween(1.0, 1.2);
            assertThat(used.getMin() / used.getAverage()).isBetween(0.8, 1.0);
        }
    }

    @Test
    void thirtyInteractionsAreEvenOverThreeServers() {
        int[] spread = new int[31];
        for (int seed = 0; seed < 200; seed++) {
            Random own = new Random(seed);
            SimulatedServers cluster = new SimulatedServers(own, LEASE.toMillis() / CALLS);
            IntStream.range(0, 3).forEach(i -> cluster.add(200));
            for (int i = 0; i < 30; i++) {
                cluster.after(own.nextInt(3000), () -> cluster.begin(2));
            }
            cluster.run(10_000);
            for (SimulatedServers.Server server : cluster.servers) {
                spread[server.interactions]++;
                assertThat(server.interactions)
                        .as("interactions on one of three servers, seed %d", seed)
                        .isBetween(8, 12);
            }
        }
        System.out.printf(
                "interactions on one of three servers, how often in 200 times: 8: %d, 9: %d, 10: %d, 11: %d, 12: %d%n",
                spread[8], spread[9], spread[10], spread[11], spread[12]);
    }

    @Test
    void theInteractionsOfDeadServersAreFreeWithinFiveSeconds() {
        List<String> names =
                IntStream.range(0, SERVERS).mapToObj(i -> "server-" + i).toList();
        Members members = Members.of(names);
        long[] now = {0};
        List<Grants> grants = new ArrayList<>();
        for (int i = 0; i < SERVERS; i++) {
            double rate = 0.995 + random.nextDouble() * 0.01;
            grants.add(new Grants(LEASE, () -> (long) (rate * now[0])));
        }
        List<Identity> dead = IntStream.range(0, 10)
                .mapToObj(i -> new Identity("server-" + i, "1"))
                .toList();
        record Call(long at, Identity from, Grants to) {}
        List<Call> calls = new ArrayList<>();
        long death = 20_000_000_000L;
        for (Identity from : dead) {
            // Each server's last question before it dies, and how long it takes to each of the others.
            long last = death - random.nextLong(LEASE.toNanos() / CALLS);
            grants.forEach(to -> calls.add(new Call(last + random.nextLong(50_000_000), from, to)));
        }
        calls.sort(Comparator.comparingLong(Call::at));
        calls.forEach(call -> {
            now[0] = call.at;
            assertThat(call.to.grant(call.from)).isTrue();
        });
        double slowest = 0;
        double fastest = Double.MAX_VALUE;
        TreeSet<Integer> waiting = new TreeSet<>(IntStream.range(0, 10).boxed().toList());
        for (now[0] = death; !waiting.isEmpty(); now[0] += 10_000_000) {
            for (int one : List.copyOf(waiting)) {
                List<String> over = IntStream.range(10, SERVERS)
                        .filter(i -> grants.get(i).isOver(dead.get(one)))
                        .mapToObj(names::get)
                        .toList();
                if (members.count(over) >= members.toBegin()) {
                    waiting.remove(one);
                    slowest = (now[0] - death) / 1e9;
                    fastest = Math.min(fastest, slowest);
                }
            }
        }
        System.out.printf("the interactions of ten dead servers are free after %.2f to %.2f s%n", fastest, slowest);
        assertThat(slowest).isBetween(LEASE.toSeconds() - 0.5, 5.0);
        assertThat(fastest).as("never before the lease is over").isGreaterThan(LEASE.toSeconds() - 0.5);
    }

    @Test
    void whatServersSayToEachOtherGrowsWithTheirNumber() {
        ObjectNode report = new ObjectMapper().createObjectNode();
        Reports.write(
                new ServerReport(
                        new Identity("10.0.0.100:5801", "0e3c6f0a-7f6e-4d0e-9a55-6f3c51d7b0a1"),
                        "1.0.0.202601020304",
                        "https://server-100.lab.example:8100",
                        true,
                        false,
                        false,
                        new ServerLoad(100, 250, 400, 100, 200, 1_000_000_000, 2_000_000_000, 1L << 30, 1L << 32),
                        0.5,
                        1L << 40,
                        10),
                report.putObject("report"));
        int bytes = new Seal("secret", "datagrams").seal(report.toString()).length() + 100;
        double callsPerSecond = (double) CALLS / LEASE.toSeconds();
        System.out.printf(
                "each server sends 2 * %.0f * (n - 1) datagrams of %d bytes a second, and gets as many:%n",
                callsPerSecond, bytes);
        for (int servers : new int[] {3, 10, 100, SERVERS}) {
            double messages = 2 * callsPerSecond * (servers - 1);
            System.out.printf("  %d servers: %.0f, %.3f Mbit/s%n", servers, messages, messages * bytes * 8 / 1e6);
        }
        assertThat(bytes).as("bytes of a datagram: it is never divided").isLessThan(1200);
        assertThat(2 * callsPerSecond * (SERVERS - 1)).isLessThan(5000);
    }
}
