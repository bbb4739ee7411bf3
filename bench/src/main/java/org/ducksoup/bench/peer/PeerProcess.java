package org.ducksoup.bench.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ducksoup.bench.load.LoadFailure;
import org.ducksoup.testkit.server.DirectoryTree;

/** The process of a server of another project, with a directory of its own. It ends with this JVM at the latest. */
public final class PeerProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path directory;

    private PeerProcess(String name, Process process, Path directory) {
        this.name = name;
        this.process = process;
        this.directory = directory;
    }

    /**
     * Starts it.
     *
     * @param name as it stands in reports
     * @param directory with its configuration, deleted at the end; its output goes there, too
     * @param cores processors that it may use, as {@code taskset} takes them; empty for all
     */
    public static PeerProcess start(String name, Path directory, String cores, List<String> program)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (!cores.isEmpty()) {
            command.addAll(List.of("taskset", "-c", cores));
        }
        command.addAll(program);
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(directory).toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-of-" + name));
        return new PeerProcess(name, process, directory);
    }

    private static Path log(Path directory) {
        return directory.resolve("output.log");
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Waits until it takes connections.
     *
     * @throws LoadFailure with its output if it ends, or takes none within ten seconds
     */
    public void awaitPort(int port) throws IOException, LoadFailure {
        for (int i = 0; i < 100; i++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                if (hasEnded(100)) {
                    break;
                }
            }
        }
        String said = Files.readString(log(directory));
        close();
        throw new LoadFailure(name + " did not start:\n" + said);
    }

    private boolean hasEnded(int withinMillis) {
        try {
            return process.waitFor(withinMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        process.destroy();
        if (!hasEnded(5000)) {
            process.destroyForcibly();
        }
        DirectoryTree.deleteIfPossible(directory);
    }
}
