package org.ducksoup.settings.table;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Checks whether the web server will be able to listen. Jetty would only log that it cannot. */
public final class ListenAddress {
    private ListenAddress() {}

    /** Returns a sentence when the address is not free. */
    public static Optional<String> problem(Resolution resolution) {
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
}
