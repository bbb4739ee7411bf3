package org.ducksoup.gstreamer.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that workers need, in a directory of the server's own.
 */
final class WorkerFiles {
    static final String SOCKET = "socket";
    /** Of the 108 bytes of {@code sockaddr_un}. */
    private static final int MAX_SOCKET_PATH = 100;

    private final Path home;
    private final List<Path> classPath;
    private final @Nullable Path filter;
    private final @Nullable Path registry;

    private WorkerFiles(Path home, List<Path> classPath, @Nullable Path filter, @Nullable Path registry) {
        this.home = home;
        this.classPath = List.copyOf(classPath);
        this.filter = filter;
        this.registry = registry;
    }

    /** @param programs writes the jars of the program into a directory, and returns the class path */
    static WorkerFiles in(Path home, Workers.Programs programs) throws IOException {
        delete(home);
        Files.createDirectories(
                home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        Files.createDirectories(home.resolve("plugins"));
        Path filter = null;
        byte[] program = SystemCalls.filter(System.getProperty("os.arch")).orElse(null);
        if (program != null) {
            filter = Files.write(home.resolve("system-calls.bpf"), program);
        }
        return new WorkerFiles(
                home, programs.write(Files.createDirectories(home.resolve("lib"))), filter, copyOfRegistry(home));
    }

    /** GStreamer has written its registry before. A copy cannot change under a worker that starts. */
    private static @Nullable Path copyOfRegistry(Path home) throws IOException {
        String named = System.getenv("GST_REGISTRY");
        String cache = System.getenv("XDG_CACHE_HOME");
        Path caches =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        Path registry = named == null || named.isEmpty()
                ? caches.resolve("gstreamer-1.0").resolve("registry." + architecture + ".bin")
                : Path.of(named);
        return Files.isReadable(registry) ? Files.copy(registry, home.resolve("registry.bin")) : null;
    }

    List<Path> classPath() {
        return classPath;
    }

    /** The filter of system calls; null if there is none for this machine. */
    @Nullable
    Path filter() {
        return filter;
    }

    /** GStreamer's registry; null if it is not known where that is. */
    @Nullable
    Path registry() {
        return registry;
    }

    /** Where the plug-ins of labs are unpacked. */
    Path plugins() {
        return home.resolve("plugins");
    }

    /** What every worker may read. */
    List<Path> readOnly() {
        List<Path> paths = new ArrayList<>(classPath);
        paths.add(plugins());
        if (registry != null) {
            paths.add(registry);
        }
        return paths;
    }

    /** A new directory for one worker, which only the server's user can enter. The path of a socket has a limit. */
    Path directory(int worker) throws IOException {
        if (home.resolve("worker-" + worker).resolve(SOCKET).toString().length() > MAX_SOCKET_PATH) {
            return Files.createTempDirectory("ducksoup-worker-");
        }
        return Files.createDirectories(
                home.resolve("worker-" + worker),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Lets the workers' user enter a worker's directory and use the socket in it. */
    static void giveTo(String user, Path directory) throws IOException {
        UserPrincipal owner;
        try {
            owner = directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
        } catch (UserPrincipalNotFoundException e) {
            throw new IOException("there is no user " + user + " (workerUser in etc/org.ducksoup.gstreamer.cfg)", e);
        }
        Files.setOwner(directory.resolve(SOCKET), owner);
        Files.setOwner(directory, owner);
    }

    /** The number of a user's own group. */
    String group(String user) throws IOException {
        Process process =
                new ProcessBuilder("id", "-g", user).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!said.matches("\\d+")) {
            throw new IOException("workerUser: " + said);
        }
        return said;
    }

    /** Deletes a directory with everything in it, as far as that is possible. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
