package org.ducksoup.itest.tool.recording;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.Tool;

/**
 * A real file system that hangs when it is told to: writes, flushes, and calls that only look at a file wait until it
 * thaws, as on a network share whose server is gone. Needs root, FUSE and python3-fusepy.
 */
public final class HangingDisk implements AutoCloseable {
    private final Path mounted;
    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;

    private HangingDisk(Path mounted, Process process) {
        this.mounted = mounted;
        this.process = process;
        orders = process.outputWriter();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** @param directory in which the disk keeps its content and is mounted */
    public static HangingDisk mount(Path directory) throws IOException {
        Path backing = Files.createDirectories(directory.resolve("backing"));
        Path mounted = Files.createDirectories(directory.resolve("mounted"));
        Process process = new ProcessBuilder(
                        "/usr/bin/python3",
                        Project.ROOT
                                .resolve("bundles/itest/src/test/resources/hanging-disk.py")
                                .toString(),
                        backing.toString(),
                        mounted.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        HangingDisk disk = new HangingDisk(mounted, process);
        await("the mount of a file system that hangs")
                .until(() -> !process.isAlive()
                        || Files.readString(Path.of("/proc/mounts")).contains(" " + mounted + " fuse"));
        if (!process.isAlive()) {
            throw new IOException("python3-fusepy cannot mount " + mounted);
        }
        return disk;
    }

    public Path path() {
        return mounted;
    }

    public void freeze() {
        order("freeze");
    }

    public void thaw() {
        order("thaw");
    }

    private void order(String word) {
        try {
            orders.write(word + "\n");
            orders.flush();
            if (!"ok".equals(answers.readLine())) {
                throw new IllegalStateException("the disk does not obey");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Thaws and unmounts. */
    @Override
    public void close() throws IOException {
        thaw();
        Tool.text("umount", "-l", mounted.toString());
        process.destroy();
    }
}
