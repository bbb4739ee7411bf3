package org.ducksoup.gstreamer.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Option;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.gstreamer.CollectedOutput;
import org.ducksoup.gstreamer.CollectedOutput.Loud;
import org.ducksoup.gstreamer.GStreamerPipelineFactory;
import org.ducksoup.gstreamer.RtpRecording;
import org.ducksoup.gstreamer.Specifications;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How loud a participant is, in front of the effect, in the server and in a worker. */
@Tag("paced")
final class AudioLevelsTest {
    private static final int LOUD = 20;
    private static final int SOFT = 60;
    private static final int BLOCK = 100;

    @TempDir
    private static Path home;

    private static GStreamerPipelineFactory factory;
    private static RtpRecording steps;

    @BeforeAll
    static void start() {
        // Allowed without measured bounds, it runs in a worker.
        factory = Specifications.withWorkers(new LabEffects(), Set.of("audioecho"), home.resolve("workers"));
        steps = tone(SOFT).then(tone(LOUD)).then(tone(SOFT));
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    /** A sine of two seconds that is so many dB below overload. */
    private static RtpRecording tone(int level) {
        double amplitude = Math.sqrt(2) * Math.pow(10, -level / 20.0);
        return RtpRecording.of(
                Codec.OPUS,
                "audiotestsrc freq=500 volume=" + amplitude + " samplesperbuffer=960 num-buffers=" + BLOCK
                        + " ! audio/x-raw,rate=48000,channels=1");
    }

    /** Makes the voice forty times softer, which nobody who listens in front of it may notice. */
    private static Element effect(boolean inWorker) {
        return inWorker
                ? Specifications.named("audioecho", "fx", "intensity", "0")
                : Specifications.named("volume", "fx", "volume", "0.025");
    }

    private static Processing audio(Element effect, Option... options) {
        return Specifications.with(Specifications.audio(effect), options);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aToneIsAsLoudAsItWasSent(boolean inWorker) throws Exception {
        CollectedOutput output = new CollectedOutput();
        long begin;
        try (MediaPipeline pipeline =
                factory.build(Specifications.of(audio(effect(inWorker), Option.AUDIO_LEVELS)), output)) {
            output.awaitStart();
            assertThat(pipeline.describe().get(0).state().contains("worker")).isEqualTo(inWorker);
            begin = System.nanoTime();
            steps.play(pipeline).join();
            output.awaitQuiet();
        }
        List<Loud> levels = List.copyOf(output.levels);
        assertThat(levels).hasSizeBetween(3 * BLOCK - 5, 3 * BLOCK + 5);
        for (int block = 0; block < 3; block++) {
            int expected = block == 1 ? LOUD : SOFT;
            assertThat(levels.subList(block * BLOCK + 10, (block + 1) * BLOCK - 10))
                    .allSatisfy(loud -> assertThat(loud.level()).isCloseTo(expected, within(1)));
        }
        Loud first =
                levels.stream().filter(loud -> loud.level() < 40).findFirst().orElseThrow();
        double onset = (first.arrivalNanos() - levels.get(0).arrivalNanos()) / 1e6;
        double sent = steps.packets().get(levels.indexOf(first)).atNanos() / 1e6;
        double[] late = levels.stream()
                .mapToDouble(loud -> (loud.nanos() - loud.arrivalNanos()) / 1e6)
                .sorted()
                .toArray();
        System.out.printf(
                "%s: %d levels, the onset was sent %.1f ms after the first packet, and is said to have come after %.1f ms;"
                        + " known %.1f ms later (median), %.1f ms (95 %%)%n",
                inWorker ? "worker" : "server",
                levels.size(),
                sent,
                onset,
                late[late.length / 2],
                late[late.length * 95 / 100]);
        assertThat(levels.get(0).arrivalNanos()).isGreaterThanOrEqualTo(begin);
        assertThat(onset).isCloseTo(sent, within(2.0)).isCloseTo(2000, within(25.0));
        // The decoder keeps one packet back: the next one may have a copy of one that is lost.
        assertThat(late[late.length / 2]).isBetween(0.0, 60.0);
        // Two streams of an encoder, which begins each with less than a packet.
        assertThat(IntStream.range(2, levels.size())
                        .mapToDouble(i -> (levels.get(i).arrivalNanos()
                                        - levels.get(i - 1).arrivalNanos())
                                / 1e6))
                .allSatisfy(pace -> assertThat(pace).isBetween(12.0, 28.0));
    }

    @Test
    void nobodyIsToldWithoutHavingAsked() throws Exception {
        CollectedOutput output = CollectedOutput.of(factory, tone(LOUD), audio(effect(false)));
        assertThat(output.frames(MediaKind.AUDIO)).isGreaterThan(BLOCK - 5);
        assertThat(output.levels).isEmpty();
    }

    /** A pause of more than three seconds gets another pipeline. */
    @Test
    void levelsGoOnInTheNextPipeline() throws Exception {
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline =
                factory.build(Specifications.of(audio(effect(false), Option.AUDIO_LEVELS)), output)) {
            output.awaitStart();
            RtpRecording first = tone(LOUD);
            long pause = 4_000_000_000L;
            RtpRecording all = first.then(new RtpRecording(
                    MediaKind.AUDIO,
                    tone(SOFT).packets().stream()
                            .map(p -> new RtpRecording.Packet(p.bytes(), p.atNanos() + pause))
                            .toList()));
            all.play(pipeline).join();
            output.awaitQuiet();
        }
        assertThat(output.levels).hasSizeBetween(2 * BLOCK - 10, 2 * BLOCK + 10);
        assertThat(output.levels.get(output.levels.size() - 10).level()).isCloseTo(SOFT, within(1));
    }

    @Test
    void levelsGoOnInTheNextWorker() throws Exception {
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline =
                factory.build(Specifications.of(audio(effect(true), Option.AUDIO_LEVELS)), output)) {
            output.awaitStart();
            Thread sender = steps.play(pipeline);
            await().until(() -> output.levels.size() > 50);
            factory.workers().stream()
                    .filter(worker -> !worker.media().isEmpty())
                    .forEach(worker -> kill(worker.pid()));
            sender.join();
            output.awaitQuiet();
        }
        assertThat(output.restarted.availablePermits()).isEqualTo(1);
        List<Loud> levels = List.copyOf(output.levels);
        double longest = IntStream.range(1, levels.size())
                .mapToDouble(
                        i -> (levels.get(i).arrivalNanos() - levels.get(i - 1).arrivalNanos()) / 1e6)
                .max()
                .orElse(0);
        System.out.printf("a worker was killed: %d levels, at most %.0f ms without%n", levels.size(), longest);
        assertThat(longest).isBetween(20.0, 2000.0);
        assertThat(levels.subList(levels.size() - BLOCK / 2, levels.size() - 10))
                .allSatisfy(loud -> assertThat(loud.level()).isCloseTo(SOFT, within(1)));
    }

    private static void kill(long pid) {
        try {
            new ProcessBuilder("kill", "-KILL", Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
