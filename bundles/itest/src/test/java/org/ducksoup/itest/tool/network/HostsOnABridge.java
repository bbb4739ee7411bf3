package org.ducksoup.itest.tool.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.ducksoup.itest.tool.Tool;

/** Hosts with networks of their own on this machine, connected with each other and with this machine. Their cables can be pulled. */
public final class HostsOnABridge implements AutoCloseable {
    /** One of these networks that this machine does not have yet: others may test on it at the same time. */
    private static final String NETWORKS = "10.213.";

    private static final int NETWORK_COUNT = 250;
    private static final int MACHINE = 1;
    private static final int FIRST = 10;
    private static final AtomicInteger MADE = new AtomicInteger();

    /** Names of interfaces have 15 characters at most. */
    private final String mark = ProcessHandle.current().pid() % 100_000 + "-" + MADE.incrementAndGet() % 10;

    private final String bridge = "db" + mark;
    private final String network;
    private final List<String> hosts = new ArrayList<>();

    private HostsOnABridge() throws IOException {
        String present = Tool.text("ip", "-4", "-oneline", "address");
        network = IntStream.range(0, NETWORK_COUNT)
                .mapToObj(i -> NETWORKS + (ProcessHandle.current().pid() + i) % NETWORK_COUNT + ".")
                .filter(free -> !present.contains(" " + free))
                .findFirst()
                .orElseThrow(() -> new IOException("this machine has all networks " + NETWORKS + "0.0/16"));
    }

    /** @throws IOException with the system's words, if this system does not allow it */
    public static HostsOnABridge make(int count) throws IOException {
        HostsOnABridge network = new HostsOnABridge();
        system("ip", "link", "add", network.bridge, "type", "bridge");
        try {
            system("ip", "address", "add", network.machine() + "/24", "dev", network.bridge);
            system("ip", "link", "set", network.bridge, "up");
            for (int i = 0; i < count; i++) {
                network.add(i);
            }
            return network;
        } catch (IOException e) {
            network.close();
            throw e;
        }
    }

    private void add(int number) throws IOException {
        String host = "dh" + number + "-" + mark;
        system("ip", "netns", "add", host);
        hosts.add(host);
        system("ip", "link", "add", cable(number), "type", "veth", "peer", "name", "eth0", "netns", host);
        system("ip", "link", "set", cable(number), "master", bridge, "up");
        system("ip", "-n", host, "link", "set", "lo", "up");
        system("ip", "-n", host, "link", "set", "eth0", "up");
        system("ip", "-n", host, "address", "add", address(number) + "/24", "dev", "eth0");
    }

    private String cable(int number) {
        return "dc" + number + "-" + mark;
    }

    /** The address of a host. */
    public String address(int number) {
        return network + (FIRST + number);
    }

    /** The address of this machine, by which the hosts reach it. */
    public String machine() {
        return network + MACHINE;
    }

    /** The words in front of a command that runs on a host. */
    public String[] on(int number) {
        return new String[] {"ip", "netns", "exec", hosts.get(number)};
    }

    /** Pulls a host's cable. */
    public void pull(int number) throws IOException {
        system("ip", "link", "set", cable(number), "down");
    }

    public void plugIn(int number) throws IOException {
        system("ip", "link", "set", cable(number), "up");
    }

    private static void system(String... command) throws IOException {
        String output = Tool.text(command);
        if (!output.isEmpty()) {
            throw new IOException(String.join(" ", command) + ": " + output.trim());
        }
    }

    /** The cables go with the hosts. */
    @Override
    public void close() throws IOException {
        for (String host : hosts) {
            system("ip", "netns", "del", host);
        }
        system("ip", "link", "del", bridge);
    }
}
