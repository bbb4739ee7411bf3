package org.ducksoup.plan.assignment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * A file of lines that only grows, for the server's user alone. While it is open, no other process has it open. What is added
 * is on the disk when the call returns.
 */
final class PrivateFile implements AutoCloseable {
    private static final Set<StandardOpenOption> OPTIONS =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);

    private final FileChannel channel;

    private PrivateFile(FileChannel channel) {
        this.channel = channel;
    }

    static PrivateFile open(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (directory != null) {
            Files.createDirectories(directory, attributes(isPosix, "rwx------"));
        }
        FileChannel channel = FileChannel.open(file, OPTIONS, attributes(isPosix, "rw-------"));
        try {
            // Freed when the channel is closed, or the process dies.
            var unused = channel.lock();
            return new PrivateFile(channel);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException("another version of this bundle has " + file + " open", e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static FileAttribute<?>[] attributes(boolean isPosix, String permissions) {
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Whole lines. What a crash has left of a last one does not count, and is cut off. */
    List<String> lines() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
        channel.position(0);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // until all is there
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        channel.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
        return whole.lines().toList();
    }

    void add(String lines) throws IOException {
        channel.position(channel.size());
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            int unused = channel.write(bytes);
        }
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
