package org.ducksoup.cluster.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.cluster.lease.Identity;

/** Servers that know each other by reports of some age, and choose by the real rule, in virtual time. Times are in milliseconds. */
final class SimulatedServers {
    private record Event(long at, long order, Runnable task) {}

    /** What a server has sent to another one, until that one has told so. */
    private record Sent(int to, long at) {}

    final class Server {
        final int index;
        private final String name;
        final int capacity;
        int participants;
        int interactions;
        boolean draining;
        boolean dead;
        private boolean telling;
        private final List<ServerReport> told = new ArrayList<>();
        private final List<Sent> sent = new ArrayList<>();

        private Server(int index, int capacity) {
            this.index = index;
            this.capacity = capacity;
            name = "10.0." + index / 256 + "." + index % 256 + ":5801";
        }

        double used() {
            return (double) participants / capacity;
        }

        private ServerReport report() {
            return new ServerReport(
                    new Identity(name, "1"),
                    "1.0.0",
                    "https://" + name,
                    true,
                    draining,
                    participants >= capacity,
                    new ServerLoad(interactions, participants, capacity, 0, 100, 0, 1, 0, 1),
                    -1,
                    -1,
                    0);
        }

        private void tell() {
            told.add(dead ? null : report());
        }

        private void tellAlways() {
            tell();
            after(period, this::tellAlways);
        }

        /** As few servers do when they have begun an interaction. */
        private void tellSoon() {
            if (servers.size() <= 30 && !telling) {
                telling = true;
                after(50, () -> {
                    telling = false;
                    tell();
                });
            }
        }
    }

    final List<Server> servers = new ArrayList<>();
    private final Map<String, Server> byName = new HashMap<>();
    private final Random random;
    /** A server tells of itself so often, and is heard up to as much later again. */
    private final long period;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long now;
    private long count;
    /** Clients that were sent to a dead server, and came back. */
    int cameBack;

    int begunWhileDraining;

    SimulatedServers(Random random, long period) {
        this.random = random;
        this.period = period;
    }

    void add(int capacity) {
        Server server = new Server(servers.size(), capacity);
        servers.add(server);
        byName.put(server.name, server);
        server.told.add(server.report());
        after((long) (random.nextDouble() * period), server::tellAlways);
    }

    void after(long millis, Runnable task) {
        events.add(new Event(now + millis, count++, task));
    }

    long now() {
        return now;
    }

    void run(long millis) {
        long end = now + millis;
        while (!events.isEmpty() && events.peek().at <= end) {
            Event next = events.poll();
            now = next.at;
            next.task.run();
        }
        now = end;
    }

    private Server any() {
        Server server = servers.get(random.nextInt(servers.size()));
        return server.dead ? any() : server;
    }

    /** An interaction begins by way of any server. The others come within two seconds. */
    void begin(int participants) {
        Server here = any();
        Server home = choose(here);
        if (home != here) {
            here.sent.add(new Sent(home.index, now));
        }
        after(5 + random.nextInt(30), () -> {
            if (home.dead) {
                cameBack++;
                after(1000, () -> begin(participants));
                return;
            }
            if (home.draining) {
                begunWhileDraining++;
            }
            home.interactions++;
            home.participants++;
            home.tellSoon();
            for (int i = 1; i < participants; i++) {
                after(random.nextInt(2000), () -> home.participants++);
            }
        });
    }

    private Server choose(Server here) {
        here.sent.removeIf(sent -> now - sent.at > (servers.size() > 30 ? period : 100));
        List<ServerReport> reports = new ArrayList<>(servers.size());
        for (Server server : servers) {
            ServerReport report = server == here ? here.report() : heard(here, server);
            if (report != null) {
                reports.add(report);
            }
        }
        String chosen = Placement.choose(
                        reports,
                        here.name,
                        name -> (int) here.sent.stream()
                                .filter(sent -> servers.get(sent.to).name.equals(name))
                                .count(),
                        random::nextInt)
                .orElseThrow();
        return Objects.requireNonNull(byName.get(chosen));
    }

    /** What the one has heard of the other: its last report, or the one before; of few servers all hear the last one. */
    private ServerReport heard(Server here, Server other) {
        int last = other.told.size() - 1;
        boolean late =
                servers.size() > 30 && ((here.index * 31 + other.index) * 0x9E3779B9 >>> 16) % period > now % period;
        return other.told.get(late && last > 0 ? last - 1 : last);
    }
}
