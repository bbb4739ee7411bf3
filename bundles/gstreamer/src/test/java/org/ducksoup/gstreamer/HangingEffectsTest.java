package org.ducksoup.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PropertyValue.IntValue;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Effects that hang: it is noticed, and closing does not wait for them. */
@Timeout(60)
final class HangingEffectsTest {
    private static final LabEffects LABS = new LabEffects();
    private static final Map<String, Object> NAMED = Map.of("ducksoup.effect.name", "sleepy");
    private static final String TONE = "audiotestsrc num-buffers=250 samplesperbuffer=960";

    /** Lets the effect "slow" be created. */
    private static final Semaphore CREATION = new Semaphore(0);

    private static GStreamerPipelineFactory factory;

    @BeforeAll
    static void start() throws Exception {
        // It sleeps in the midst of a frame, for as long as it is told.
        LABS.addFactory(request -> new Effect.Bin("identity name=i ! identity", Map.of()), NAMED);
        LABS.addFactory(
                request -> {
                    CREATION.acquireUninterruptibly();
                    return new Effect.Bin("identity", Map.of());
                },
                Map.of("ducksoup.effect.name", "slow"));
        factory = Specifications.factory(LABS);
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @Test
    void aNativeEffectThatStopsDeliveringIsLostWithinTwoSeconds() throws Exception {
        RtpRecording tone = RtpRecording.of(Codec.OPUS, TONE);
        CollectedOutput output = new CollectedOutput();
        MediaPipeline pipeline =
                factory.build(Specifications.of(Specifications.audio(Specifications.named("sleepy", "fx"))), output);
        output.awaitStart();
        Thread sender = tone.play(pipeline);
        output.awaitFrames(MediaKind.AUDIO, 25);
        long hangsSince = System.nanoTime();
        pipeline.set("fx", "i.sleep-time", new IntValue(4_000_000), Duration.ZERO);
        assertThat(output.lost.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
        double seconds = (System.nanoTime() - hangsSince) / 1e9;
        System.out.printf("a native effect that hangs is lost after %.2f s%n", seconds);
        assertThat(seconds).isLessThan(2.1);
        assertThat(output.reason).contains("nothing comes out");
        long closing = System.nanoTime();
        pipeline.close();
        assertThat(System.nanoTime() - closing).isLessThan(TimeUnit.MILLISECONDS.toNanos(500));
        sender.join();
    }

    @Test
    void anEffectThatHangsWhileItIsCreatedIsLostAndComesBackWhenItIsThere() throws Exception {
        RtpRecording tone = RtpRecording.of(Codec.OPUS, TONE);
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline =
                factory.build(Specifications.of(Specifications.audio(Specifications.element("slow"))), output)) {
            assertThat(output.lost.tryAcquire(8, TimeUnit.SECONDS)).isTrue();
            assertThat(output.reason).contains("not started within 5 s");
            CREATION.release();
            output.awaitStart();
            tone.play(pipeline).join();
            assertThat(output.restarted.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
            assertThat(output.frames(MediaKind.AUDIO)).isGreaterThan(200);
        }
        assertThat(output.lost.availablePermits()).as("it is lost once").isZero();
        assertThat(output.failures).hasValue(0);
    }

    @Test
    void whatHangsWhileItIsCreatedKeepsNobodyFromClosing() throws Exception {
        CollectedOutput output = new CollectedOutput();
        MediaPipeline hangs =
                factory.build(Specifications.of(Specifications.audio(Specifications.element("slow"))), output);
        CollectedOutput neighbour = new CollectedOutput();
        try (MediaPipeline other = factory.build(
                Specifications.of(Specifications.audio(Specifications.element("pitch", "pitch", "0.8"))), neighbour)) {
            neighbour.awaitStart();
            assertThat(other.timeZeroNanos()).isPresent();
            long closing = System.nanoTime();
            hangs.close();
            assertThat(System.nanoTime() - closing).isLessThan(TimeUnit.MILLISECONDS.toNanos(500));
        } finally {
            CREATION.release();
        }
    }

    @Test
    void aSenderThatPausesIsNoEffectThatHangs() throws Exception {
        RtpRecording tone = RtpRecording.of(Codec.OPUS, "audiotestsrc num-buffers=75 samplesperbuffer=960");
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(
                Specifications.of(Specifications.audio(Specifications.element("pitch", "pitch", "0.8"))), output)) {
            output.awaitStart();
            tone.play(pipeline).join();
            output.awaitQuiet();
            assertThat(output.lost.tryAcquire(2, TimeUnit.SECONDS)).isFalse();
            tone.play(pipeline).join();
            assertThat(output.lost.tryAcquire(1, TimeUnit.SECONDS)).isFalse();
        }
        assertThat(output.failures).hasValue(0);
    }
}
