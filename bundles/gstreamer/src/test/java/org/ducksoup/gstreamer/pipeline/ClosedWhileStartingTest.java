package org.ducksoup.gstreamer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.gstreamer.CollectedOutput;
import org.ducksoup.gstreamer.GStreamerPipelineFactory;
import org.ducksoup.gstreamer.Specifications;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A participant may leave while the elements of their effect are still being built. */
@Timeout(60)
class ClosedWhileStartingTest {
    private final ExecutorService lifecycle = Executors.newCachedThreadPool();
    private final ScheduledExecutorService control = Executors.newSingleThreadScheduledExecutor();
    private final CountDownLatch starting = new CountDownLatch(1);
    private final CountDownLatch mayStart = new CountDownLatch(1);
    private final AtomicInteger freed = new AtomicInteger();
    private final AtomicInteger dead = new AtomicInteger();
    private final AtomicInteger started = new AtomicInteger();
    private final CollectedOutput output = new CollectedOutput();
    private GStreamerPipelineFactory running;
    private MediumPipeline medium;

    @BeforeEach
    void begin() throws Exception {
        running = Specifications.factory();
        assertThat(running.problems()).isNotNull();
        PipelineEnvironment environment = Environments.of(lifecycle, control);
        medium = new MediumPipeline(
                new Medium.Design(
                        "test",
                        Specifications.audio(Specifications.element("pitch", "pitch", "0.8")),
                        1280,
                        System.nanoTime()),
                environment,
                Restarts.some(),
                new Owner());
        medium.begin();
        assertThat(starting.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void end() {
        mayStart.countDown();
        running.close();
        control.shutdownNow();
        lifecycle.shutdown();
    }

    /** Its pipeline counts its media down to zero, so a medium that is freed twice ends the other one's time. */
    @Test
    void isFreedOnceAndOnlyAfterTheStart() {
        medium.close();
        medium.close();
        assertThat(freed).as("the elements are still being built").hasValue(0);

        mayStart.countDown();

        awaitAllTasks();
        assertThat(freed).hasValue(1);
        assertThat(started).hasValue(0);
        assertThat(dead).hasValue(0);
        assertThat(medium.whileRunning(ChangeTime.AT_ONCE, pipeline -> {})).isFalse();
    }

    @Test
    void anEndWithAReasonIsReportedOnceToo() {
        medium.end("the encoder failed");
        medium.close();

        mayStart.countDown();

        awaitAllTasks();
        assertThat(freed).hasValue(1);
        assertThat(dead).hasValue(1);
    }

    /** The tasks of a medium run one after the other. None is left when the pool has nothing more to do. */
    private void awaitAllTasks() {
        await().until(() -> freed.get() > 0);
        lifecycle.shutdown();
        await().until(lifecycle::isTerminated);
    }

    private final class Owner implements Medium.Owner {
        /** Called while the medium is being built. */
        @Override
        public PipelineListener listener() {
            starting.countDown();
            try {
                mayStart.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return output;
        }

        @Override
        public void onStarted() {
            started.incrementAndGet();
        }

        @Override
        public void onLost(MediaKind kind, String reason) {}

        @Override
        public void onDead(MediaKind kind, String reason) {
            dead.incrementAndGet();
        }

        @Override
        public void onRebuilt(MediaKind kind, LiveProperties properties) {}

        @Override
        public void onFreed(MediaKind kind) {
            freed.incrementAndGet();
        }
    }
}
