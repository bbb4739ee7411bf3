package org.ducksoup.gstreamer.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectDescription.Property;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.effect.EffectProfile;
import org.ducksoup.api.effect.EffectRequest;
import org.ducksoup.api.effect.FrameProcessor;
import org.ducksoup.api.effect.RawFormat;
import org.ducksoup.api.effect.RawFrame;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.pipeline.PropertyValue.FloatValue;
import org.ducksoup.gstreamer.CollectedOutput;
import org.ducksoup.gstreamer.GStreamerPipelineFactory;
import org.ducksoup.gstreamer.RtpRecording;
import org.ducksoup.gstreamer.Specifications;
import org.ducksoup.gstreamer.pipeline.EffectPipeline;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Effects of a lab's bundle, applied to real media. */
@Tag("paced")
final class LabEffectsTest {
    private static final LabEffects LABS = new LabEffects();
    private static final String SIZE = "video/x-raw,width=640,height=480,framerate=30/1";
    private static final Map<String, Object> NAMED = Map.of("ducksoup.effect.name", "of-the-lab");

    private static GStreamerPipelineFactory factory;

    private EffectFactory registered;

    @BeforeAll
    static void start() {
        factory = Specifications.factory(LABS);
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    private void register(EffectFactory effect) {
        registered = effect;
        LABS.addFactory(effect, NAMED);
    }

    @AfterEach
    void unregister() {
        if (registered != null) {
            LABS.removeFactory(registered, NAMED);
        }
    }

    /** A bundle that copies a page's values into launch text. */
    @Test
    void whatAPageSaysDoesNotBecomeLaunchText() {
        register(request -> new Effect.Bin("volume volume=" + request.settings().get("factor"), Map.of()));
        RawFormat sound = new RawFormat.Audio(48_000, 1);
        for (String factor : List.of("1 ! filesink location=/tmp/x", "1 mute=true", "\"1\"", "1 name=other")) {
            assertThatThrownBy(() -> LABS.create(Specifications.element("of-the-lab", "factor", factor), sound))
                    .isInstanceOf(PipelineSpecificationException.class)
                    .hasMessageContaining("would become launch text");
        }
        assertThatCode(() -> LABS.create(Specifications.element("of-the-lab", "factor", "0.5"), sound))
                .doesNotThrowAnyException();
    }

    /** Elements may differ with what is asked for; code is not made again only to be looked at. */
    @Test
    void anEffectIsMadeOnceMoreToSeeWhatItIsMadeOf() {
        RawFormat picture = new RawFormat.Video(640, 480, 30);
        AtomicInteger made = new AtomicInteger();
        Paint paint = new Paint();
        register(request -> {
            made.incrementAndGet();
            return request.settings().isEmpty()
                    ? new Effect.Frames(paint)
                    : new Effect.Bin("identity", request.settings());
        });
        Element elements = Specifications.element("of-the-lab", "identity.silent", "true");
        Element code = Specifications.element("of-the-lab");
        assertThat(LABS.nature(elements, picture)).isEqualTo(LabEffects.Nature.UNKNOWN);
        assertThat(LABS.learn(elements, picture, Runnable::run)).isEqualTo(LabEffects.Nature.ELEMENTS);
        assertThat(LABS.learn(elements, picture, Runnable::run)).isEqualTo(LabEffects.Nature.ELEMENTS);
        assertThat(made).hasValue(1);
        assertThat(LABS.elements(elements, picture).orElseThrow().description()).isEqualTo("identity");
        assertThat(LABS.learn(code, picture, Runnable::run)).isEqualTo(LabEffects.Nature.CODE);
        assertThat(paint.closed).hasValue(1);
        assertThat(LABS.learn(Specifications.element("of-the-lab", "luma", "5"), picture, Runnable::run))
                .isEqualTo(LabEffects.Nature.CODE);
        assertThat(made).hasValue(2);
        assertThat(LABS.nature(Specifications.element("no-such-effect"), picture))
                .isEqualTo(LabEffects.Nature.UNKNOWN);
    }

    /** Sets the brightness of the whole picture. */
    private static final class Paint implements FrameProcessor {
        final AtomicInteger closed = new AtomicInteger();
        final AtomicInteger frames = new AtomicInteger();
        volatile boolean throwing;
        private int luma = 100;

        @Override
        public void process(RawFrame lent) {
            if (throwing) {
                throw new IllegalStateException("a bug of the lab's");
            }
            RawFormat.Video video = (RawFormat.Video) lent.format();
            assertThat(lent.bytes().remaining()).isEqualTo(video.width() * video.height() * 3 / 2);
            // Only the left half is changed, so that wrong rows would be visible.
            for (int y = 0; y < video.height(); y++) {
                for (int x = 0; x < video.width() / 2; x++) {
                    lent.bytes().put(y * video.width() + x, (byte) luma);
                }
            }
            frames.incrementAndGet();
        }

        @Override
        public void set(String property, double value) {
            if (!property.equals("luma")) {
                throw new IllegalArgumentException("no property " + property);
            }
            luma = (int) value;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @ParameterizedTest
    @CsvSource({"640, 480", "414, 310"})
    void framesOfAPictureAreChangedInPlace(int width, int height) throws Exception {
        Paint paint = new Paint();
        register(request -> new Effect.Frames(paint));
        RtpRecording video = RtpRecording.of(
                Codec.VP8, "videotestsrc num-buffers=60 pattern=solid-color foreground-color=0xff202020 ! " + SIZE);
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(
                Specifications.of(Specifications.video(
                        Codec.VP8, new Picture(width, height, 30), Specifications.named("of-the-lab", "fx"))),
                output)) {
            output.awaitStart();
            Thread sender = video.play(pipeline);
            output.awaitFrames(MediaKind.VIDEO, 30);
            pipeline.set("fx", "luma", new FloatValue(200), Duration.ZERO);
            pipeline.set("fx", "no-such-property", new FloatValue(200), Duration.ZERO);
            sender.join();
            output.awaitFrames(MediaKind.VIDEO, 55);
        }
        List<byte[]> pictures = output.pictures(Codec.VP8, width, height);
        assertThat(gray(pictures.get(15), width, height / 2, width / 8)).isCloseTo(98, within(12));
        byte[] last = pictures.get(pictures.size() - 1);
        for (int row : List.of(5, height / 2, height - 5)) {
            assertThat(gray(last, width, row, width / 8)).isCloseTo(214, within(12));
            assertThat(gray(last, width, row, width * 3 / 8)).isCloseTo(214, within(12));
            assertThat(gray(last, width, row, width * 5 / 8)).isCloseTo(32, within(12));
        }
        assertThat(output.failures).hasValue(0);
        // A pipeline that is closed is freed on a thread of its own.
        await().untilAsserted(() -> assertThat(paint.closed).hasValueGreaterThanOrEqualTo(1));
    }

    private static int gray(byte[] picture, int width, int row, int column) {
        return picture[(row * width + column) * 4 + 1] & 0xff;
    }

    @Test
    void samplesOfAVoiceAreChangedInPlaceAndInAChain() throws Exception {
        // Inverts every other sample. A tone of 1 kHz becomes one of 23 kHz, which Opus turns into silence.
        register(request -> new Effect.Frames(lent -> {
            assertThat(lent.format()).isEqualTo(new RawFormat.Audio(48_000, 1));
            for (int i = 0; i + 1 < lent.bytes().limit(); i += 2) {
                lent.bytes().put(i, (byte) 0).put(i + 1, (byte) 0);
            }
        }));
        RtpRecording tone = RtpRecording.of(
                Codec.OPUS, "audiotestsrc num-buffers=75 freq=440 samplesperbuffer=960 ! audio/x-raw,channels=2");
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(
                Specifications.of(Specifications.audio(
                        Specifications.element("volume", "volume", "0.5"), Specifications.element("of-the-lab"))),
                output)) {
            output.awaitStart();
            tone.play(pipeline).join();
            output.awaitFrames(MediaKind.AUDIO, 60);
        }
        int loudest = 0;
        for (short sample : output.sound()) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        assertThat(loudest).isLessThan(50);
    }

    @Test
    void gstreamerElementsOfALab() throws Exception {
        register(request -> new Effect.Bin(
                "videoflip name=flip method=none ! videobalance name=balance", Map.of("balance.saturation", "0")));
        RtpRecording red = RtpRecording.of(
                Codec.VP8, "videotestsrc num-buffers=60 pattern=solid-color foreground-color=0xffff0000 ! " + SIZE);
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(
                Specifications.of(Specifications.video(Codec.VP8, Specifications.named("of-the-lab", "fx"))), output)) {
            output.awaitStart();
            Thread sender = red.play(pipeline);
            output.awaitFrames(MediaKind.VIDEO, 30);
            pipeline.set("fx", "balance.saturation", new FloatValue(1), Duration.ofMillis(100));
            sender.join();
            output.awaitFrames(MediaKind.VIDEO, 55);
        }
        List<byte[]> pictures = output.pictures(Codec.VP8, 640, 480);
        byte[] before = pictures.get(15);
        byte[] after = pictures.get(pictures.size() - 1);
        assertThat((before[2] & 0xff) - (before[0] & 0xff))
                .as("red above blue without saturation")
                .isBetween(-8, 8);
        assertThat((after[2] & 0xff) - (after[0] & 0xff)).isGreaterThan(150);
    }

    /** {@code audiocheblimit} takes floating-point samples only, and {@code vertigotv} packed pixels only. */
    @ParameterizedTest
    @EnumSource(MediaKind.class)
    void elementsOfALabMayTakeAnotherFormat(MediaKind kind) throws Exception {
        boolean sound = kind == MediaKind.AUDIO;
        String elements = sound ? "audiocheblimit mode=low-pass cutoff=3400 ! volume name=out" : "vertigotv ! identity";
        register(request -> new Effect.Bin(elements, Map.of()));
        RtpRecording media = sound
                ? RtpRecording.of(
                        Codec.OPUS, "audiotestsrc num-buffers=75 samplesperbuffer=960 ! audio/x-raw,channels=2")
                : RtpRecording.of(Codec.VP8, "videotestsrc num-buffers=60 ! " + SIZE);
        Element element = Specifications.element("of-the-lab");
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(
                Specifications.of(sound ? Specifications.audio(element) : Specifications.video(Codec.VP8, element)),
                output)) {
            output.awaitStart();
            media.play(pipeline).join();
            output.awaitFrames(kind, 50);
        }
        assertThat(output.failures).hasValue(0);
        assertThat(output.lost.availablePermits()).isZero();
    }

    @Test
    void aFactoryThatRefusesRefusesTheJoin() {
        register(new EffectFactory() {
            @Override
            public void check(EffectRequest request) {
                throw new IllegalArgumentException("strength must be from 0 to 1");
            }

            @Override
            public Effect create(EffectRequest request) {
                throw new AssertionError("made, though it was refused");
            }
        });
        assertThatThrownBy(() -> factory.check(
                        Specifications.of(Specifications.audio(Specifications.element("of-the-lab", "strength", "7")))))
                .isInstanceOf(PipelineSpecificationException.class)
                .hasMessage("strength must be from 0 to 1");
        assertThatThrownBy(() -> factory.check(
                        Specifications.of(Specifications.audio(Specifications.element("of-another-lab")))))
                .hasMessageContaining("no effect of this name");
    }

    @Test
    void aProfileRefusesWhatDoesNotFit() throws Exception {
        register(new EffectFactory() {
            @Override
            public EffectProfile profile() {
                return new EffectProfile(
                        MediaKind.AUDIO,
                        "A voice that is changed.",
                        List.of(
                                Property.live("strength", 0, 1, 0.5, "how much"),
                                Property.choice("kind", List.of("soft", "hard"), "soft", "how")));
            }

            @Override
            public Effect create(EffectRequest request) {
                return new Effect.Frames(lent -> {});
            }
        });
        assertThat(factory.effects())
                .filteredOn(effect -> effect.name().equals("of-the-lab"))
                .singleElement()
                .satisfies(effect -> assertThat(effect.properties()).hasSize(2));
        assertThat(refusal("strength", "7")).isEqualTo("strength = 7: it must be a number from 0 to 1.");
        assertThat(refusal("strength", "much")).isEqualTo("strength = much: it must be a number from 0 to 1.");
        assertThat(refusal("kind", "loud")).isEqualTo("kind = loud: it must be one of soft, hard.");
        assertThat(refusal("volume", "1")).isEqualTo("There is no property volume; there is strength, kind.");
        assertThatThrownBy(() -> factory.check(Specifications.of(Specifications.video(
                        Codec.VP8, new Picture(320, 240, 30), Specifications.element("of-the-lab")))))
                .hasMessageContaining("use it in audioFx");

        Element asked = new Element("of-the-lab", "fx", Map.of("strength", "1", "kind", "hard"));
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(Specifications.of(Specifications.audio(asked)), output)) {
            output.awaitStart();
            assertThatCode(() -> pipeline.set("fx", "strength", new FloatValue(0.25f), Duration.ZERO))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> pipeline.set("fx", "strength", new FloatValue(1.5f), Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("strength = 1.5: it must be a number from 0 to 1.");
            assertThatThrownBy(() -> pipeline.set("fx", "kind", new FloatValue(1), Duration.ZERO))
                    .hasMessage("kind cannot be set while media flows.");
        }
    }

    private static String refusal(String property, String value) {
        try {
            factory.check(
                    Specifications.of(Specifications.audio(Specifications.element("of-the-lab", property, value))));
            return "none";
        } catch (PipelineSpecificationException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** A lab's code may open files or models, so its check and its creation each run once. */
    @Test
    void aJoinAsksOnceAndMakesOneEffect() throws Exception {
        AtomicInteger checked = new AtomicInteger();
        AtomicInteger made = new AtomicInteger();
        register(new EffectFactory() {
            @Override
            public void check(EffectRequest request) {
                checked.incrementAndGet();
            }

            @Override
            public Effect create(EffectRequest request) {
                made.incrementAndGet();
                return new Effect.Frames(lent -> {});
            }
        });
        var specification = Specifications.of(Specifications.audio(Specifications.element("of-the-lab")));
        factory.check(specification);
        assertThat(checked).hasValue(1);
        assertThat(made).as("effects that were made for a check alone").hasValue(0);
        CollectedOutput output = new CollectedOutput();
        MediaPipeline pipeline = factory.build(specification, output);
        output.awaitStart();
        pipeline.close();
        assertThat(checked).hasValue(1);
        assertThat(made).hasValue(1);
    }

    @Test
    void aBugOfTheLabsLosesTheEffectUntilANewOneWorks() throws Exception {
        AtomicInteger made = new AtomicInteger();
        Paint first = new Paint();
        register(request -> new Effect.Frames(made.incrementAndGet() == 1 ? first : new Paint()));
        RtpRecording video = RtpRecording.of(
                Codec.VP8, "videotestsrc num-buffers=150 pattern=ball ! " + SIZE, "keyframe-max-dist=5");
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(
                Specifications.of(Specifications.video(Codec.VP8, Specifications.element("of-the-lab"))), output)) {
            output.awaitStart();
            Thread sender = video.play(pipeline);
            output.awaitFrames(MediaKind.VIDEO, 10);
            first.throwing = true;
            assertThat(output.lost.tryAcquire(2, TimeUnit.SECONDS)).isTrue();
            assertThat(output.reason).contains("of-the-lab", "a bug of the lab's");
            assertThat(output.restarted.tryAcquire(2, TimeUnit.SECONDS)).isTrue();
            output.awaitFrames(MediaKind.VIDEO, output.frames(MediaKind.VIDEO) + 10);
            sender.join();
        }
        assertThat(first.closed).hasValue(1);
        assertThat(output.failures).hasValue(0);
    }

    @Test
    void aBundleThatStopsAndComesBack() throws Exception {
        Paint old = new Paint();
        EffectFactory gone = request -> new Effect.Frames(old);
        register(gone);
        RtpRecording video = RtpRecording.of(
                Codec.VP8, "videotestsrc num-buffers=180 pattern=ball ! " + SIZE, "keyframe-max-dist=5");
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(
                Specifications.of(Specifications.video(Codec.VP8, Specifications.element("of-the-lab"))), output)) {
            output.awaitStart();
            Thread sender = video.play(pipeline);
            output.awaitFrames(MediaKind.VIDEO, 10);
            LABS.removeFactory(gone, NAMED);
            int framesThen = old.frames.get();
            assertThat(old.closed).as("closed while its bundle is there").hasValueGreaterThan(0);
            assertThat(output.lost.tryAcquire(2, TimeUnit.SECONDS)).isTrue();
            int mark = output.count();
            await("nothing comes out unchanged meanwhile")
                    .during(Duration.ofMillis(700))
                    .atMost(Duration.ofMillis(1500))
                    .until(() -> output.count() - mark < 3);
            Paint fresh = new Paint();
            register(request -> new Effect.Frames(fresh));
            long back = System.nanoTime();
            assertThat(output.restarted.tryAcquire(2, TimeUnit.SECONDS)).isTrue();
            System.out.printf("a lab's effect works %d ms after it is back%n", (System.nanoTime() - back) / 1_000_000);
            assertThat(old.frames).hasValue(framesThen);
            sender.join();
            assertThat(fresh.frames).hasValueGreaterThan(10);
        }
    }

    /** A lab's engineer updates the bundle again and again during one call, and one of the versions is broken. */
    @Test
    void aBundleThatIsUpdatedAgainAndAgain() throws Exception {
        register(request -> new Effect.Frames(lent -> {}));
        RtpRecording tone = RtpRecording.of(
                Codec.OPUS, "audiotestsrc num-buffers=1500 freq=440 samplesperbuffer=960 ! audio/x-raw,channels=2");
        CollectedOutput output = new CollectedOutput();
        try (EffectPipeline pipeline = (EffectPipeline)
                factory.build(Specifications.of(Specifications.audio(Specifications.element("of-the-lab"))), output)) {
            output.awaitStart();
            tone.play(pipeline);
            output.awaitFrames(MediaKind.AUDIO, 10);
            long oldest = 0;
            for (int update = 1; update <= 8; update++) {
                LABS.removeFactory(registered, NAMED);
                assertThat(output.lost.tryAcquire(2, TimeUnit.SECONDS)).isTrue();
                if (update == 4) {
                    AtomicInteger tried = new AtomicInteger();
                    register(request -> {
                        tried.incrementAndGet();
                        throw new IllegalStateException("a version that does not work, as this test wants it");
                    });
                    await("given up").atMost(Duration.ofSeconds(15)).until(() -> tried.get() >= 6);
                    LABS.removeFactory(registered, NAMED);
                }
                int mark = output.count();
                register(request -> new Effect.Frames(lent -> {}));
                assertThat(output.restarted.tryAcquire(2, TimeUnit.SECONDS))
                        .as("works again after update %d", update)
                        .isTrue();
                output.awaitFrames(MediaKind.AUDIO, output.frames(MediaKind.AUDIO) + 10);
                oldest = Math.max(oldest, output.oldestMillis(mark, pipeline.originNanos()));
            }
            System.out.printf("eight updates in one call; the oldest sound after one was %d ms old%n", oldest);
            assertThat(oldest)
                    .as("seven seconds were silent, with the broken version")
                    .isLessThan(1000);
        }
        assertThat(output.failures).hasValue(0);
    }

    /** Each frame of 20 ms takes 30 ms. After some seconds nothing is in time any more, and the effect is lost. */
    @Test
    void anEffectThatIsALittleTooSlowIsToldWithItsShare() throws Exception {
        register(request -> new Effect.Frames(lent -> LockSupport.parkNanos(30_000_000)));
        RtpRecording tone = RtpRecording.of(
                Codec.OPUS, "audiotestsrc num-buffers=900 freq=440 samplesperbuffer=960 ! audio/x-raw,channels=2");
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline =
                factory.build(Specifications.of(Specifications.audio(Specifications.element("of-the-lab"))), output)) {
            output.awaitStart();
            tone.play(pipeline);
            Double share = output.slow.poll(10, TimeUnit.SECONDS);
            System.out.printf("30 ms for each 20 ms: no time for %s of the sound%n", share);
            assertThat(share).isNotNull().isBetween(0.3, 0.45);
            assertThat(output.lost.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThat(output.reason).contains("of-the-lab", "times as long as its frames last");
        }
    }

    /** The eleventh frame, because the first ten may take longer. */
    @Test
    void aFrameThatTakesTooLongLosesTheEffect() throws Exception {
        AtomicInteger frames = new AtomicInteger();
        Semaphore slow = new Semaphore(0);
        register(request -> new Effect.Frames(lent -> {
            try {
                if (frames.incrementAndGet() <= 10) {
                    return;
                }
                slow.tryAcquire(400, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        RtpRecording video = RtpRecording.of(Codec.VP8, "videotestsrc num-buffers=60 pattern=ball ! " + SIZE);
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(
                Specifications.of(Specifications.video(Codec.VP8, Specifications.element("of-the-lab"))), output)) {
            output.awaitStart();
            Thread sender = video.play(pipeline);
            assertThat(output.lost.tryAcquire(3, TimeUnit.SECONDS)).isTrue();
            assertThat(output.reason).contains("of-the-lab", "200 are allowed");
            sender.join();
        }
        assertThat(output.frames(MediaKind.VIDEO)).isBetween(5L, 20L);
    }
}
