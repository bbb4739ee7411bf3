package org.ducksoup.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;

/** What lies between the servers: it loses, delays and reorders, and breaks in one direction or in both. */
final class SimulatedNetwork {
    private final SimulatedTime time;
    private final Random random;
    private final int servers;
    private final boolean[][] blocked;
    private int epoch;
    private double loss;
    private long slowest = 20 * SimulatedTime.MILLI;

    SimulatedNetwork(SimulatedTime time, Random random, int servers) {
        this.time = time;
        this.random = random;
        this.servers = servers;
        blocked = new boolean[servers][servers];
    }

    void block(int from, int to) {
        blocked[from][to] = true;
    }

    /** Cuts the servers into two parts. */
    void cut(Set<Integer> part) {
        for (int from = 0; from < servers; from++) {
            for (int to = 0; to < servers; to++) {
                if (part.contains(from) != part.contains(to)) {
                    block(from, to);
                }
            }
        }
    }

    void degrade(double share, long delay) {
        loss = share;
        slowest = delay;
    }

    void mend() {
        for (boolean[] from : blocked) {
            Arrays.fill(from, false);
        }
        degrade(0, 20 * SimulatedTime.MILLI);
    }

    /** What is still on the way gets lost: nothing is older than this moment from now on. */
    void empty() {
        epoch++;
    }

    boolean isOpen(int from, int to) {
        return !blocked[from][to];
    }

    /** A datagram: one in fifty comes twice. */
    void send(int from, int to, Runnable arrival) {
        if (isOpen(from, to) && random.nextDouble() >= loss) {
            int sent = epoch;
            Runnable unlessLost = () -> {
                if (epoch == sent) {
                    arrival.run();
                }
            };
            time.after(delay(), unlessLost);
            if (random.nextInt(50) == 0) {
                time.after(delay() * 2, unlessLost);
            }
        }
    }

    long delay() {
        return SimulatedTime.MILLI / 10 + (long) (random.nextDouble() * slowest);
    }

    /** All of these servers that can speak with this one, directly or by way of others, itself included. */
    Set<Integer> reachable(int from, Set<Integer> running) {
        Set<Integer> reached = new HashSet<>();
        Queue<Integer> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty()) {
            int one = next.poll();
            if (running.contains(one) && reached.add(one)) {
                List<Integer> neighbours = new ArrayList<>();
                for (int other = 0; other < servers; other++) {
                    if (isOpen(one, other) && isOpen(other, one)) {
                        neighbours.add(other);
                    }
                }
                next.addAll(neighbours);
            }
        }
        return reached;
    }
}
