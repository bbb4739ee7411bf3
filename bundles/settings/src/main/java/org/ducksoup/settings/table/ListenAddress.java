package org.ducksoup.settings.table;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks whether the server will be able to listen. Jetty would only log that it cannot, and without the UDP port the
 * server would wait for it without a word.
 */
public final class ListenAddress {
    private ListenAddress() {}

    /** Returns a sentence when the address of the web server is not free. */
    public static Optional<String> webProblem(Resolution resolution) {
        String address = resolution.text(SettingsTable.BIND_ADDRESS);
        int port = (Integer) resolution.value(SettingsTable.PORT);
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("%s is %d and %s is %s, but it must be possible to listen there (%s)."
                    .formatted(
                            SettingsTable.PORT.name(),
                            port,
                            SettingsTable.BIND_ADDRESS.name(),
                            address,
                            e.getMessage()));
        }
    }

    /** The UDP port for media. */
    public static int mediaPort(Resolution resolution) {
        return (Integer) resolution.value(SettingsTable.UDP_PORT);
    }

    /** Returns a sentence when the UDP port for media is not free on one of the addresses. */
    public static Optional<String> mediaProblem(Resolution resolution) {
        int port = mediaPort(resolution);
        String[] named = (String[]) resolution.value(SettingsTable.UDP_ADDRESSES);
        Stream<String> addresses = named.length == 0 ? Stream.of("0.0.0.0") : Arrays.stream(named);
        return addresses
                .filter(address -> canBind(address, 0) && !canBind(address, port))
                .findFirst()
                .map(address ->
                        ("%s is %d, but it must be possible to open this UDP port on %s, and another program has it"
                                        + " (ss -lunp shows which).")
                                .formatted(
                                        SettingsTable.UDP_PORT.name(),
                                        port,
                                        named.length == 0 ? "every address" : address));
    }

    /** An address that this machine does not have may still come, so it is no problem. No port of it can be bound. */
    private static boolean canBind(String address, int port) {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
