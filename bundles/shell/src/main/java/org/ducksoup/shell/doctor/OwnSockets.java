package org.ducksoup.shell.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sockets of this process, as Linux lists them in {@code /proc}. */
final class OwnSockets {
    private static final Pattern SOCKET = Pattern.compile("socket:\\[([0-9]+)]");
    /** Columns of {@code /proc/net/udp}: {@code sl local_address rem_address st ... uid timeout inode}. */
    private static final int LOCAL_ADDRESS = 1;

    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String LISTENING = "0A";

    private final Path proc;

    /** @param proc {@code /proc} */
    OwnSockets(Path proc) {
        this.proc = proc;
    }

    /** Whether this system has such lists. */
    boolean isKnown() {
        return Files.isReadable(proc.resolve("net/udp"));
    }

    /** Whether this process listens at a TCP port, at any address. */
    boolean listensAt(int port) throws IOException {
        return isBound("tcp", port, true);
    }

    /** Whether this process has a UDP port, at any address. */
    boolean hasUdp(int port) throws IOException {
        return isBound("udp", port, false);
    }

    private boolean isBound(String protocol, int port, boolean listening) throws IOException {
        Set<String> own = inodes();
        for (String family : new String[] {protocol, protocol + "6"}) {
            Path list = proc.resolve("net").resolve(family);
            if (Files.isReadable(list)) {
                for (String line : Files.readAllLines(list)) {
                    String[] cells = line.strip().split("\\s+");
                    if (cells.length > INODE
                            && cells[LOCAL_ADDRESS].endsWith(String.format(":%04X", port))
                            && (!listening || cells[STATE].equals(LISTENING))
                            && own.contains(cells[INODE])) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private Set<String> inodes() throws IOException {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(proc.resolve("self/fd"))) {
            for (Path descriptor : descriptors) {
                inode(descriptor).ifPresent(inodes::add);
            }
        }
        return inodes;
    }

    private static Optional<String> inode(Path descriptor) {
        try {
            Matcher socket = SOCKET.matcher(String.valueOf(Files.readSymbolicLink(descriptor)));
            return socket.matches() ? Optional.of(socket.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // it was closed meanwhile
        }
    }
}
