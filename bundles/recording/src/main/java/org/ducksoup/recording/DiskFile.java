package org.ducksoup.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that is new on the disk. Overridden where a test needs a disk that is full. */
class DiskFile implements AutoCloseable {
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");

    private final Path path;
    private final FileChannel channel;

    /** @throws IOException also if the file is there already: nothing is ever overwritten */
    DiskFile(Path path) throws IOException {
        this.path = path.toAbsolutePath();
        channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(MODE));
        try {
            // The process's mask may have taken more than was asked for.
            Files.setPosixFilePermissions(path, MODE);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** Writes all of the content. */
    void write(ByteBuffer content, long position) throws IOException {
        long at = position;
        while (content.hasRemaining()) {
            at += channel.write(content, at);
        }
    }

    void truncate(long length) throws IOException {
        channel.truncate(length);
    }

    /** Waits until the disk has it: from here on it outlives a power cut too. */
    void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
