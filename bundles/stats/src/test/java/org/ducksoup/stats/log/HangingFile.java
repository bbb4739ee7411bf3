package org.ducksoup.stats.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A file whose disk answers nobody while it hangs. */
final class HangingFile {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private CountDownLatch reached = new CountDownLatch(1);
    private CountDownLatch answers = new CountDownLatch(0);

    synchronized void hang() {
        reached = new CountDownLatch(1);
        answers = new CountDownLatch(1);
    }

    synchronized void answer() {
        answers.countDown();
    }

    /** Waits until somebody waits for the disk. */
    void awaitReached() throws InterruptedException {
        latches().reached.await();
    }

    String written() {
        return content.toString(StandardCharsets.UTF_8);
    }

    private record Latches(CountDownLatch reached, CountDownLatch answers) {}

    private synchronized Latches latches() {
        return new Latches(reached, answers);
    }

    OutputStream open(Path path) throws IOException {
        await();
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                await();
                content.write(bytes, offset, length);
            }
        };
    }

    private void await() throws IOException {
        Latches now = latches();
        now.reached.countDown();
        try {
            now.answers.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }
}
