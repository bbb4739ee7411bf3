package org.ducksoup.gstreamer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.gstreamer.CollectedOutput;
import org.ducksoup.gstreamer.GStreamerPipelineFactory;
import org.ducksoup.gstreamer.Specifications;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MediumPipelineTest {
    private static final long AT_ONCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** An element may hold the lock that its own setter wants, for as long as it hangs. */
    @Test
    void aSetterThatHangsHoldsUpNoOtherMediumNorTheControlThreadNorClosing() throws Exception {
        ExecutorService lifecycle = Executors.newCachedThreadPool();
        ScheduledExecutorService control = Executors.newSingleThreadScheduledExecutor();
        try (GStreamerPipelineFactory running = Specifications.factory()) {
            assertThat(running.problems()).isNotNull();
            PipelineEnvironment environment = Environments.of(lifecycle, control);
            CountDownLatch freed = new CountDownLatch(2);
            MediumPipeline hangs = started(environment, freed);
            MediumPipeline other = started(environment, freed);
            CountDownLatch hanging = new CountDownLatch(1);
            CountDownLatch released = new CountDownLatch(1);
            assertThat(hangs.whileRunning(ChangeTime.AT_ONCE, pipeline -> {
                        hanging.countDown();
                        awaitQuietly(released);
                    }))
                    .isTrue();
            assertThat(hanging.await(5, TimeUnit.SECONDS)).isTrue();

            long begin = System.nanoTime();
            hangs.setBitrate(new Bitrate(20_000));
            hangs.setExpectedLoss(0.1);
            hangs.tick(System.nanoTime());
            CountDownLatch set = new CountDownLatch(1);
            assertThat(other.whileRunning(ChangeTime.AT_ONCE, pipeline -> set.countDown()))
                    .isTrue();
            assertThat(set.await(5, TimeUnit.SECONDS)).isTrue();
            hangs.close();
            other.close();
            assertThat(System.nanoTime() - begin).isLessThan(AT_ONCE_NANOS);
            await().until(() -> freed.getCount() == 1);

            released.countDown();
            assertThat(freed.await(5, TimeUnit.SECONDS))
                    .as("it is freed in the end")
                    .isTrue();
        } finally {
            control.shutdownNow();
            lifecycle.shutdown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static MediumPipeline started(PipelineEnvironment environment, CountDownLatch freed) {
        CountDownLatch started = new CountDownLatch(1);
        CollectedOutput output = new CollectedOutput();
        MediumPipeline medium = new MediumPipeline(
                new Medium.Design(
                        "test",
                        Specifications.audio(Specifications.element("pitch", "pitch", "0.8")),
                        1280,
                        System.nanoTime()),
                environment,
                Restarts.some(),
                new Medium.Owner() {
                    @Override
                    public PipelineListener listener() {
                        return output;
                    }

                    @Override
                    public void onStarted() {
                        started.countDown();
                    }

                    @Override
                    public void onLost(MediaKind kind, String reason) {}

                    @Override
                    public void onDead(MediaKind kind, String reason) {}

                    @Override
                    public void onRebuilt(MediaKind kind, LiveProperties properties) {}

                    @Override
                    public void onFreed(MediaKind kind) {
                        freed.countDown();
                    }
                });
        medium.begin();
        awaitQuietly(started);
        await().until(() -> medium.whileRunning(ChangeTime.AT_ONCE, pipeline -> {}));
        return medium;
    }
}
