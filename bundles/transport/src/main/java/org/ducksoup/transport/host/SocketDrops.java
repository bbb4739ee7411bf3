package org.ducksoup.transport.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Packets that the kernel dropped because a socket's buffer was full, from the last column of {@code /proc/net/udp} and
 * {@code /proc/net/udp6}. Only sockets of this process count. On one thread at a time, not a media thread: the tables
 * hold all sockets of the machine.
 */
public final class SocketDrops {
    private static final int LOCAL_ADDRESS = 1;
    private static final int INODE = 9;
    private static final int DROPS = 12;

    private final List<Path> tables;
    private final Path descriptors;
    private final Map<String, Long> dropsOfSocket = new HashMap<>();

    public SocketDrops() {
        this(List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6")), Path.of("/proc/self/fd"));
    }

    /** @param descriptors directory of links, one for each open file of this process */
    SocketDrops(List<Path> tables, Path descriptors) {
        this.tables = List.copyOf(tables);
        this.descriptors = descriptors;
    }

    /**
     * The number of packets dropped since the last call. None on a system without these tables.
     *
     * @param ports of the sockets that count
     */
    public long since(Set<Integer> ports) {
        Map<String, Long> found = new HashMap<>();
        try {
            for (Path table : tables) {
                if (Files.isReadable(table)) {
                    read(table, ports, found);
                }
            }
            found.keySet().retainAll(socketsOfThisProcess());
        } catch (IOException e) {
            return 0;
        }
        long more = 0;
        for (Map.Entry<String, Long> socket : found.entrySet()) {
            more += Math.max(0, socket.getValue() - dropsOfSocket.getOrDefault(socket.getKey(), 0L));
        }
        // A number of a socket that is closed may come again for another.
        dropsOfSocket.clear();
        dropsOfSocket.putAll(found);
        return more;
    }

    private static void read(Path table, Set<Integer> ports, Map<String, Long> found) throws IOException {
        for (String line : Files.readAllLines(table)) {
            String[] columns = line.trim().split("\\s+");
            if (columns.length > DROPS && columns[DROPS].matches("\\d{1,18}")) {
                String local = columns[LOCAL_ADDRESS];
                int port = Integer.parseInt(local.substring(local.indexOf(':') + 1), 16);
                if (ports.contains(port)) {
                    found.put("socket:[" + columns[INODE] + "]", Long.parseLong(columns[DROPS]));
                }
            }
        }
    }

    private Set<String> socketsOfThisProcess() throws IOException {
        Set<String> sockets = new HashSet<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
            for (Path link : links) {
                try {
                    sockets.add(Files.readSymbolicLink(link).toString());
                } catch (IOException closed) {
                    // Files are opened and closed all the time.
                }
            }
        }
        return sockets;
    }
}
