package org.ducksoup.recording.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A new file on the disk, locked, so that no process takes it for one that a crash left. Tests override it to have a
 * full disk.
 */
public class DiskFile implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DiskFile.class);
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");

    /**
     * Files that this process writes. The system's locks belong to a process as a whole, and are lost when any part of
     * it closes the file. Code of this process therefore has to look here.
     */
    private static final Set<Path> WRITTEN = ConcurrentHashMap.newKeySet();

    /** Locks files, if the file system supports it. */
    @FunctionalInterface
    public interface Locks {
        /** @return null if another process has locked the file */
        @Nullable
        FileLock tryLock(FileChannel channel) throws IOException;
    }

    private final Path path;
    private final FileChannel channel;

    /** @throws IOException also if the file exists: nothing is ever overwritten */
    public DiskFile(Path path) throws IOException {
        this(path, FileChannel::tryLock);
    }

    public DiskFile(Path path, Locks locks) throws IOException {
        this.path = path.toAbsolutePath();
        channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(MODE));
        try {
            // The process's umask may have removed permissions that were asked for.
            Files.setPosixFilePermissions(path, MODE);
            WRITTEN.add(this.path);
            lock(locks);
        } catch (IOException e) {
            abandon(e);
            throw e;
        }
    }

    /**
     * Closes and removes a file that holds nothing yet, so that the same name can be taken again.
     *
     * @param cause why it holds nothing; gets what fails here as well
     */
    public final void abandon(IOException cause) {
        WRITTEN.remove(path);
        try (channel) {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Some file systems support no locks. Files are written there all the same. */
    private void lock(Locks locks) {
        try {
            locks.tryLock(channel);
        } catch (IOException | UnsupportedOperationException e) {
            LOGGER.debug("{} is not locked: {}", path, e.toString());
        }
    }

    /** Whether this process is writing the file. */
    public static boolean isWritten(Path file) {
        return WRITTEN.contains(file.toAbsolutePath());
    }

    /** Whether this process is writing a file in this directory, or below. */
    public static boolean isWrittenIn(Path directory) {
        Path absolute = directory.toAbsolutePath();
        return WRITTEN.stream().anyMatch(file -> file.startsWith(absolute));
    }

    public Path path() {
        return path;
    }

    /** Writes all of the content. */
    public void write(ByteBuffer content, long position) throws IOException {
        long at = position;
        while (content.hasRemaining()) {
            at += channel.write(content, at);
        }
    }

    /**
     * Writes all of the content. If that fails, cuts the file to the part that is whole, because players stop at half an
     * element.
     *
     * @param whole how many bytes of the file make sense without this content
     */
    public void writeOrCut(ByteBuffer content, long position, long whole) throws IOException {
        try {
            write(content, position);
        } catch (IOException e) {
            try {
                truncate(whole);
            } catch (IOException another) {
                e.addSuppressed(another);
            }
            throw e;
        }
    }

    public void truncate(long length) throws IOException {
        channel.truncate(length);
    }

    /** Waits until the disk has stored the content, which then survives a power cut, too. */
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        WRITTEN.remove(path);
        channel.close();
    }
}
