package org.ducksoup.itest.tool.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.itest.tool.Tool;

/**
 * A host with a network of its own on this machine: a network namespace, whose {@code eth0} is connected to this
 * machine by a cable. Its addresses can be changed while a server runs there.
 */
public final class OwnHost implements AutoCloseable {
    private final String name;
    private final String cable;

    private OwnHost(String name) {
        this.name = name;
        cable = "c" + name;
    }

    /**
     * Makes a host without any address but loopback.
     *
     * @throws IOException with the system's words, if this system does not allow it
     */
    public static OwnHost make() throws IOException {
        String name = "duck" + ProcessHandle.current().pid();
        OwnHost host = new OwnHost(name);
        system("ip", "netns", "add", name);
        try {
            system("ip", "link", "add", host.cable, "type", "veth", "peer", "name", "eth0", "netns", name);
            system("ip", "link", "set", host.cable, "up");
            host.ip("link", "set", "lo", "up");
            host.ip("link", "set", "eth0", "up");
            return host;
        } catch (IOException e) {
            host.close();
            throw e;
        }
    }

    /** Runs {@code ip} inside. */
    public void ip(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(words));
        system(command.toArray(String[]::new));
    }

    /** Gives both ends of the cable an address of one network. */
    public void connect(String network, int inside, int outside) throws IOException {
        system("ip", "address", "add", network + outside + "/24", "dev", cable);
        addAddress(network + inside);
    }

    public void addAddress(String address) throws IOException {
        ip("address", "add", address + "/24", "dev", "eth0");
    }

    public void removeAddress(String address) throws IOException {
        ip("address", "del", address + "/24", "dev", "eth0");
    }

    /** The words in front of a command that runs inside. */
    public String[] inside() {
        return new String[] {"ip", "netns", "exec", name};
    }

    /** The output of a command that runs inside. */
    public String text(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(inside()));
        words.addAll(List.of(command));
        return Tool.text(words.toArray(String[]::new));
    }

    private static void system(String... command) throws IOException {
        String output = Tool.text(command);
        if (!output.isEmpty()) {
            throw new IOException(String.join(" ", command) + ": " + output.trim());
        }
    }

    /** The cable goes with it. */
    @Override
    public void close() throws IOException {
        system("ip", "netns", "del", name);
    }
}
