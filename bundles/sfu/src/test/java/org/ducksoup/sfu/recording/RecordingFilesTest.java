package org.ducksoup.sfu.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who asks for the files of a recording does not wait for the disk. */
@Timeout(20)
class RecordingFilesTest {
    private final RecordingFiles files = new RecordingFiles();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);

    @TempDir
    private Path directory;

    @AfterEach
    void answer() {
        answers.countDown();
    }

    @Test
    void nobodyWaitsForADiskThatHangsWhileTheRecordingAsksIt() throws Exception {
        Path before = Files.createFile(directory.resolve("before.mkv"));
        files.open(List.of(before));
        Path behind = onAHangingDisk(Files.createFile(directory.resolve("behind.mkv")));
        onThread(() -> files.open(List.of(behind)));
        assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();

        assertThat(CompletableFuture.supplyAsync(() -> List.of(files.all(), files.incomplete())))
                .succeedsWithin(5, TimeUnit.SECONDS)
                .isEqualTo(List.of(List.of(before), List.of(before)));
        assertThat(files.done()).isNotDone();
    }

    /** One hung question on the JVM's one thread for timeouts would stop all timeouts of the process. */
    @Test
    void theFilesThatAreKnownAreNotLookedForAgain() throws Exception {
        Path known = Files.createFile(directory.resolve("known.mkv"));
        Path gone = Files.createFile(directory.resolve("gone.mkv"));
        files.open(List.of(known, gone));
        files.completed(List.of(known));
        Files.delete(known);
        Files.delete(gone);

        assertThat(files.all()).containsExactly(known, gone);
        assertThat(files.incomplete()).containsExactly(gone);
    }

    private static void onThread(Runnable task) {
        Thread recording = new Thread(task, "recording");
        recording.setDaemon(true);
        recording.setUncaughtExceptionHandler((thread, end) -> {});
        recording.start();
    }

    /** A path whose file system does not answer. */
    private Path onAHangingDisk(Path path) {
        return (Path) Proxy.newProxyInstance(
                Path.class.getClassLoader(), new Class<?>[] {Path.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getFileSystem")) {
                        asked.countDown();
                        answers.await();
                    }
                    return method.invoke(path, arguments);
                });
    }
}
