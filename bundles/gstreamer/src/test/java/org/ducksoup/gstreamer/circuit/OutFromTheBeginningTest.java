package org.ducksoup.gstreamer.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.gstreamer.CollectedOutput;
import org.ducksoup.gstreamer.GStreamerPipelineFactory;
import org.ducksoup.gstreamer.RtpRecording;
import org.ducksoup.gstreamer.Sounds;
import org.ducksoup.gstreamer.Specifications;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of an effect that was never in circuit, as in a sham, nothing is heard or seen, from the first sample and picture on. */
@Tag("paced")
final class OutFromTheBeginningTest {
    private static final int RATE = 48_000;
    private static final String SIZE = "video/x-raw,width=320,height=240,framerate=30/1";
    private static final LabEffects LABS = new LabEffects();
    private static final Map<String, Object> NAMED = Map.of("ducksoup.effect.name", "of-the-lab");

    /** A tone of volume 0.02 has 655 at most, and what the lab's effect makes 20000. */
    private static final int QUIET = 2_000;

    private static GStreamerPipelineFactory factory;

    @BeforeAll
    static void start() {
        factory = Specifications.factory(LABS);
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    private static RtpRecording tone(double seconds, double volume) {
        return RtpRecording.of(
                Codec.OPUS,
                "audiotestsrc freq=440 volume=" + volume + " samplesperbuffer=960 num-buffers="
                        + Math.round(seconds * 50) + " ! audio/x-raw,rate=48000,channels=1");
    }

    private static CollectedOutput heard(Element effect, RtpRecording sent) throws Exception {
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(Specifications.of(Specifications.audio(effect)), output)) {
            pipeline.setInCircuit(effect.controlName(), false);
            output.awaitStart();
            sent.play(pipeline).join();
            output.awaitQuiet();
        }
        return output;
    }

    private static int loudest(short[] sound) {
        int loudest = 0;
        for (short sample : sound) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        return loudest;
    }

    /** Its sound stands elsewhere than in its timestamps say, so what is to pass must be found in another place. */
    @ParameterizedTest
    @ValueSource(strings = {"0.5", "0.7", "1.4", "2.5"})
    void aVoiceIsUnchangedFromItsFirstSampleOn(String pitch) throws Exception {
        short[] sound = heard(Specifications.named("pitch", "p", "pitch", pitch), tone(2, 0.5))
                .sound();
        int begin = 0;
        while (Math.abs(sound[begin]) < 3_000) {
            begin++;
        }
        System.out.printf("pitch %s: the voice begins after %.1f ms%n", pitch, begin / 48.0);
        double from = begin / (double) RATE;
        assertThat(begin).isLessThan(RATE / 4);
        assertThat(Sounds.frequency(sound, from + 0.005, from + 0.105)).isCloseTo(440, within(10.0));
        assertThat(Sounds.frequency(sound, from + 0.1, 1.7)).isCloseTo(440, within(1.0));
    }

    private static EffectFactory loud(AtomicInteger frames) {
        return request -> new Effect.Frames(lent -> {
            if (frames.incrementAndGet() == 60) {
                throw new IllegalStateException("a bug of the lab's");
            }
            for (int i = 0; i + 1 < lent.bytes().limit(); i += 2) {
                short sample = (short) (i % 96 < 48 ? 20_000 : -20_000);
                lent.bytes().put(i, (byte) sample);
                lent.bytes().put(i + 1, (byte) (sample >> 8));
            }
        });
    }

    @Test
    void notEvenAnEffectThatFailsAndBeginsAgainIsHeard() throws Exception {
        AtomicInteger frames = new AtomicInteger();
        EffectFactory lab = loud(frames);
        LABS.addFactory(lab, NAMED);
        try {
            CollectedOutput output = heard(Specifications.named("of-the-lab", "fx"), tone(4, 0.02));
            assertThat(output.restarted.availablePermits()).isPositive();
            assertThat(frames.get()).isGreaterThan(120);
            assertThat(loudest(output.sound())).isBetween(300, QUIET);
        } finally {
            LABS.removeFactory(lab, NAMED);
        }
    }

    /** What went in is forgotten after two seconds. Silence tells nobody's changed voice. */
    @Test
    void whatCannotBeReplacedIsSilence() throws Exception {
        EffectFactory lab = request -> new Effect.Bin(
                "volume volume=10 ! queue max-size-time=0 max-size-bytes=0 max-size-buffers=0"
                        + " min-threshold-time=2400000000",
                Map.of());
        LABS.addFactory(lab, NAMED);
        try {
            CollectedOutput output = heard(Specifications.named("of-the-lab", "fx"), tone(5, 0.05));
            assertThat(output.packets(MediaKind.AUDIO)).hasSizeGreaterThan(50);
            assertThat(loudest(output.sound())).isLessThan(100);
        } finally {
            LABS.removeFactory(lab, NAMED);
        }
    }

    @Test
    void noPictureOfTheEffectIsSeen() throws Exception {
        RtpRecording dark = RtpRecording.of(Codec.VP8, "videotestsrc num-buffers=60 pattern=black ! " + SIZE);
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(
                Specifications.of(Specifications.video(
                        Codec.VP8,
                        new Picture(320, 240, 30),
                        Specifications.named("videobalance", "v", "brightness", "0.9"))),
                output)) {
            pipeline.setInCircuit("v", false);
            output.awaitStart();
            dark.play(pipeline).join();
            output.awaitFrames(MediaKind.VIDEO, 55);
        }
        assertThat(output.pictures(Codec.VP8, 320, 240))
                .hasSizeGreaterThan(50)
                .allSatisfy(picture -> assertThat(picture[320 * 120 * 4] & 0xff).isLessThan(40));
    }
}
