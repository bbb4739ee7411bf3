package org.ducksoup.stats.log;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A file that entries are appended to, without buffering. While the file cannot be written (missing directory, missing
 * permission, full disk), the operator gets one warning, the newest 10 000 entries wait in memory (8 MiB of them at most), and
 * writing is tried again every 10 s. A file that was moved or deleted, as logrotate does, is created again within a second.
 */
public final class LogFile implements LineDestination {
    static final int MAX_WAITING = 10_000;
    static final int MAX_WAITING_BYTES = 8 << 20;
    static final Duration LOOK_AFTER = Duration.ofSeconds(1);
    static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    /** Opens a file for appending. Tests give one whose disk can be full. */
    public interface Opener {
        OutputStream open(Path path) throws IOException;
    }

    private final Path path;
    private final LineFormat format;
    private final Opener opener;
    private final LongSupplier nanoTime;
    private final Warnings warnings;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private @Nullable OutputStream out;
    /** Identifies the file that {@link #out} writes to; null where the file system gives no identity. */
    private @Nullable Object openedKey;

    private long lookedAtNanos;
    private boolean failing;
    private long failedAtNanos;
    private long dropped;

    public LogFile(Path path, LineFormat format, Opener opener, LongSupplier nanoTime, Warnings warnings) {
        this.path = path;
        this.format = format;
        this.opener = opener;
        this.nanoTime = nanoTime;
        this.warnings = warnings;
    }

    Path path() {
        return path;
    }

    /** Creates missing directories. Ends a line that a crash or a full disk cut off. */
    static OutputStream append(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        FileOutputStream stream = new FileOutputStream(path.toFile(), true);
        try {
            if (endsWithinLine(path)) {
                stream.write('\n');
            }
        } catch (IOException e) {
            closeQuietly(stream);
            throw e;
        }
        return stream;
    }

    private static boolean endsWithinLine(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            if (file.length() == 0) {
                return false;
            }
            file.seek(file.length() - 1);
            return file.read() != '\n';
        }
    }

    @Override
    public void write(LogEntry entry) {
        write(line(entry));
    }

    /** Safe on any thread. */
    byte[] line(LogEntry entry) {
        return format.bytes(entry);
    }

    void write(byte[] added) {
        waiting.addLast(added);
        waitingBytes += added.length;
        while (waiting.size() > MAX_WAITING || (waitingBytes > MAX_WAITING_BYTES && waiting.size() > 1)) {
            waitingBytes -= waiting.removeFirst().length;
            dropped++;
        }
        if (!failing || nanoTime.getAsLong() - failedAtNanos >= RETRY_AFTER.toNanos()) {
            writeWaiting();
        }
    }

    private void writeWaiting() {
        try {
            leaveMovedFile();
            OutputStream stream = out;
            if (stream == null) {
                stream = opener.open(path);
                openedKey = keyOf(path);
                lookedAtNanos = nanoTime.getAsLong();
                out = stream;
            }
            for (byte[] line = waiting.peekFirst(); line != null; line = waiting.peekFirst()) {
                stream.write(line);
                stream.flush();
                waiting.removeFirst();
                waitingBytes -= line.length;
            }
            if (failing) {
                failing = false;
                warnings.warn("log file " + path + " is written again; entries lost: " + dropped);
                dropped = 0;
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void leaveMovedFile() {
        long now = nanoTime.getAsLong();
        if (out != null && openedKey != null && now - lookedAtNanos >= LOOK_AFTER.toNanos()) {
            lookedAtNanos = now;
            if (!openedKey.equals(keyOf(path))) {
                closeQuietly(out);
                out = null;
            }
        }
    }

    private static @Nullable Object keyOf(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    private void failed(IOException e) {
        closeQuietly(out);
        out = null;
        failedAtNanos = nanoTime.getAsLong();
        if (!failing) {
            failing = true;
            warnings.warn("log file " + path + " cannot be written (" + e + "); trying again every "
                    + RETRY_AFTER.toSeconds() + " s");
        }
    }

    @Override
    public void close() {
        if (!waiting.isEmpty()) {
            writeWaiting();
        }
        if (!waiting.isEmpty()) {
            warnings.warn("log file " + path + " could not be written; entries lost: " + (dropped + waiting.size()));
        }
        closeQuietly(out);
        out = null;
    }

    private static void closeQuietly(@Nullable Closeable stream) {
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException e) {
            // Nothing is buffered in this process, so there is nothing to flush.
        }
    }
}
