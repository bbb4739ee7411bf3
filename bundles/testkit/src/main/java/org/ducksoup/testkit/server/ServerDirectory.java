package org.ducksoup.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** The directory of one server: configuration in {@code etc}, the container's own data in {@code karaf-data}. */
record ServerDirectory(Path path) {
    /** @param files texts by their paths in the directory; these files replace those of the distribution */
    static ServerDirectory make(Path distribution, Map<String, String> files) throws IOException {
        Path directory = Files.createTempDirectory("ducksoup-server-");
        copy(distribution.resolve("etc"), directory.resolve("etc"));
        Files.createDirectories(directory.resolve("karaf-data"));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return new ServerDirectory(directory);
    }

    /**
     * Sets the server's wall clock.
     *
     * @param ahead of this machine's clock
     * @return the file with this value
     */
    Path setWallClock(Duration ahead) throws IOException {
        // The server reads it at any moment, so it must never be half written.
        Path written = Files.writeString(path.resolve("wall-clock.new"), Long.toString(ahead.toMillis()));
        return Files.move(
                written,
                path.resolve("wall-clock"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** The container's own log; empty before the file exists. */
    String log() {
        try {
            Path file = path.resolve("karaf-data").resolve("log").resolve("karaf.log");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Idempotent. */
    void delete() {
        DirectoryTree.deleteIfPossible(path);
    }
}
