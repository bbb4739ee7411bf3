package org.ducksoup.gstreamer.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.SoftAssertions;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.effect.RawFrame;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PropertyValue.DoubleValue;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Effects are taken out of circuit and put in again while media flows. */
@Tag("paced")
final class CircuitTest {
    private static final int RATE = 48_000;
    private static final int PACKET = RATE / 50;
    private static final int BURST = RATE * 30 / 1000;
    private static final String SIZE = "video/x-raw,width=320,height=240,framerate=30/1";
    private static final LabEffects LABS = new LabEffects();
    private static final Map<String, Object> NAMED = Map.of("ducksoup.effect.name", "of-the-lab");

    private static GStreamerPipelineFactory factory;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void start() {
        factory = Specifications.factory(LABS);
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    private static RtpRecording tone(double seconds) {
        return RtpRecording.of(
                Codec.OPUS,
                "audiotestsrc freq=440 volume=0.5 samplesperbuffer=960 num-buffers=" + Math.round(seconds * 50)
                        + " ! audio/x-raw,rate=48000,channels=1");
    }

    /** A pipeline with one medium, and what comes out of it. */
    private record Call(MediaPipeline pipeline, CollectedOutput output) implements AutoCloseable {
        static Call of(Element... effects) throws Exception {
            CollectedOutput output = new CollectedOutput();
            MediaPipeline pipeline = factory.build(Specifications.of(Specifications.audio(effects)), output);
            output.awaitStart();
            return new Call(pipeline, output);
        }

        /** @return where in the sound the next packet will be, in samples */
        int next() {
            return output.packets(MediaKind.AUDIO).size() * PACKET;
        }

        private int place(CollectedOutput.Received packet) {
            List<CollectedOutput.Received> packets = output.packets(MediaKind.AUDIO);
            // The encoder puts the first packet before its beginning.
            return (int) (packet.timestamp() - packets.get(1).timestamp()) + PACKET;
        }

        /** The next packet's place in {@link #inItsPlace}. */
        int nextPlace() {
            List<CollectedOutput.Received> packets = output.packets(MediaKind.AUDIO);
            return place(packets.get(packets.size() - 1)) + PACKET;
        }

        /** The sound by its timestamps: a busy machine may lose some of many pipelines' packets. */
        short[] inItsPlace() {
            short[] decoded = output.sound();
            List<CollectedOutput.Received> packets = output.packets(MediaKind.AUDIO);
            short[] placed = new short[nextPlace()];
            for (int i = 1; i < packets.size() && (i + 1) * PACKET <= decoded.length; i++) {
                System.arraycopy(decoded, i * PACKET, placed, place(packets.get(i)), PACKET);
            }
            return placed;
        }

        /** No packet is missing, doubled or at another time than 20 ms after the one before. */
        void isWithoutGap() {
            List<CollectedOutput.Received> packets = output.packets(MediaKind.AUDIO);
            // The encoder puts the first packet before its beginning.
            for (int i = 2; i < packets.size(); i++) {
                assertThat(packets.get(i).timestamp() - packets.get(i - 1).timestamp())
                        .as("packet %d of %d", i, packets.size())
                        .isEqualTo(PACKET);
            }
            assertThat(output.failures).hasValue(0);
        }

        @Override
        public void close() {
            pipeline.close();
        }
    }

    /** How much of a frequency is in some samples. */
    private static double power(short[] samples, int from, int length, double frequency) {
        double sine = 0;
        double cosine = 0;
        for (int i = 0; i < length; i++) {
            double window = 1 - Math.cos(2 * Math.PI * i / length);
            double angle = 2 * Math.PI * frequency * i / RATE;
            sine += window * samples[from + i] * Math.sin(angle);
            cosine += window * samples[from + i] * Math.cos(angle);
        }
        return sine * sine + cosine * cosine;
    }

    /** Where a tone of 440 Hz begins or ends, to the millisecond; one of 660 Hz is there otherwise. */
    private static List<Integer> changes(short[] samples) {
        List<Integer> changes = new ArrayList<>();
        boolean before = false;
        int length = RATE / 100;
        for (int at = RATE / 5; at + length < samples.length - RATE / 5; at += RATE / 1000) {
            boolean now = power(samples, at, length, 440) > power(samples, at, length, 660);
            if (now != before) {
                changes.add(at + length / 2);
                before = now;
            }
        }
        return changes;
    }

    @Test
    void aVoiceIsHeardAsItIsAndDisguisedAgain() throws Exception {
        int out;
        int in;
        CollectedOutput output;
        try (Call call = Call.of(Specifications.named("pitch", "p", "pitch", "1.5"))) {
            Thread sender = tone(6).play(call.pipeline());
            call.output().awaitFrames(MediaKind.AUDIO, 100);
            out = call.next();
            call.pipeline().setInCircuit("p", false);
            call.output().awaitFrames(MediaKind.AUDIO, 200);
            in = call.next();
            call.pipeline().setInCircuit("p", true);
            sender.join();
            call.output().awaitQuiet();
            call.isWithoutGap();
            output = call.output();
        }
        short[] sound = output.sound();
        List<Integer> changes = changes(sound);
        System.out.printf(
                "out asked for at %.1f ms, in at %.1f ms; heard at %s ms%n",
                out / 48.0, in / 48.0, changes.stream().map(c -> c / 48.0).toList());
        assertThat(changes).hasSize(2);
        // The next packet, and what the encoder is behind by; the effect gives out some 50 ms at a time.
        assertThat(changes.get(0) - out).isBetween(-PACKET / 4, 2 * PACKET + PACKET / 2);
        assertThat(changes.get(1) - in).isBetween(-PACKET / 4, 2 * PACKET + PACKET / 2);
        double strange = 0;
        for (int at = changes.get(0) + PACKET; at + PACKET < changes.get(1) - PACKET; at += PACKET) {
            strange = Math.max(strange, power(sound, at, PACKET, 660) / power(sound, at, PACKET, 440));
        }
        System.out.printf("out of circuit, at most %.1f dB of the effect%n", 10 * Math.log10(strange));
        assertThat(strange).isLessThan(0.01);
        int usual = steepest(sound, RATE / 2, RATE);
        for (int change : changes) {
            int there = steepest(sound, change - PACKET, change + PACKET);
            System.out.printf("steepest step at the change %d, elsewhere %d%n", there, usual);
            assertThat(there).isLessThan(usual * 3 / 2);
        }
    }

    /** Softer at one time, and out of circuit at another: both were sent ahead. */
    @Test
    void changesCountAtTheirTimes() throws Exception {
        List<Long> told = new CopyOnWriteArrayList<>();
        try (Call call = Call.of(Specifications.named("volume", "v", "volume", "1"))) {
            Thread sender = tone(5).play(call.pipeline());
            call.output().awaitFrames(MediaKind.AUDIO, 50);
            long softer = System.nanoTime() + 300_000_000L;
            long out = softer + 700_000_000L;
            ChangeTime.Listener listener = (kind, nanos) -> told.add(nanos);
            call.pipeline().setInCircuit("v", false, new ChangeTime(out, listener));
            call.pipeline().set("v", "volume", new DoubleValue(0.05), Duration.ZERO, new ChangeTime(softer, listener));
            sender.join();
            call.output().awaitQuiet();
            short[] sound = call.inItsPlace();
            // Where the sound begins, on the clock of the changes; the encoder is 6.5 ms behind its timestamps.
            long zero = call.pipeline().timeZeroNanos().orElseThrow()
                    + (call.output().packets(MediaKind.AUDIO).get(1).timestamp() - PACKET) * 62_500 / 3
                    - 6_500_000;
            List<Long> changes = new ArrayList<>();
            boolean soft = false;
            for (int at = RATE / 2; at + 240 < sound.length - RATE / 2; at += 48) {
                boolean now = steepest(sound, at, at + 240) < 400;
                if (now != soft) {
                    changes.add(zero + (at + (now ? 0 : 240)) * 62_500L / 3);
                    soft = now;
                }
            }
            System.out.printf(
                    "softer and out of circuit at their times and %s ms; told %s ms%n",
                    changes.stream()
                            .map(c -> (c - (c < out - 200_000_000 ? softer : out)) / 1e6)
                            .toList(),
                    told.stream()
                            .map(c -> (c - (c < out - 200_000_000 ? softer : out)) / 1e6)
                            .toList());
            assertThat(changes).hasSize(2);
            assertThat(changes.get(0)).isBetween(softer - 15_000_000, softer + 15_000_000);
            assertThat(changes.get(1)).isBetween(out - 15_000_000, out + 15_000_000);
            assertThat(told).hasSize(2);
            for (int i = 0; i < 2; i++) {
                assertThat(told.get(i)).isCloseTo(changes.get(i), within(6_000_000L));
            }
        }
    }

    private static int steepest(short[] samples, int from, int to) {
        int steepest = 0;
        for (int i = from; i < to; i++) {
            steepest = Math.max(steepest, Math.abs(samples[i] - samples[i - 1]));
        }
        return steepest;
    }

    @Test
    void theDelayIsTheSameInBothStates() throws Exception {
        List<Integer> bursts = new ArrayList<>();
        RtpRecording noise = bursts(24, bursts);
        List<Element> effects = List.of(
                Specifications.named("pitch", "e", "pitch", "1.5"),
                Specifications.named("pitch", "e", "pitch", "0.8"),
                Specifications.named("pitch", "e", "pitch", "2.5"),
                Specifications.named("audiowsinclimit", "e", "length", "301", "cutoff", "6000"),
                Specifications.named("audioecho", "e"));
        Map<Element, Call> calls = new LinkedHashMap<>();
        Map<Element, Integer> marks = new LinkedHashMap<>();
        for (Element effect : effects) {
            calls.put(effect, Call.of(effect));
        }
        List<Thread> senders =
                calls.values().stream().map(call -> noise.play(call.pipeline())).toList();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> calls.get(effects.get(0)).output().frames(MediaKind.AUDIO) >= 600);
        calls.forEach((effect, call) -> {
            marks.put(effect, call.nextPlace());
            call.pipeline().setInCircuit("e", false);
        });
        for (Thread sender : senders) {
            sender.join();
        }
        SoftAssertions soft = new SoftAssertions();
        calls.forEach((effect, call) -> {
            call.output().awaitQuiet();
            short[] sound = call.inItsPlace();
            double in = delay(sound, bursts, 0, marks.get(effect));
            double out = delay(sound, bursts, marks.get(effect) + RATE / 5, sound.length - RATE / 2);
            System.out.printf("%s: %.2f ms in circuit, %.2f ms out of it%n", effect, in, out);
            soft.assertThat(out).as(effect.toString()).isCloseTo(in, within(2.0));
            call.close();
        });
        soft.assertAll();
    }

    private static RtpRecording bursts(int seconds, List<Integer> middles) throws Exception {
        Random random = new Random(3);
        short[] samples = new short[seconds * RATE];
        for (int at = RATE / 2; at < samples.length - RATE; at += RATE / 4 + random.nextInt(RATE / 10)) {
            for (int i = 0; i < BURST; i++) {
                samples[at + i] = (short) (random.nextInt(20_000) - 10_000);
            }
            middles.add(at + BURST / 2);
        }
        ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(samples);
        Path file = Files.write(directory.resolve("bursts.raw"), bytes.array());
        return RtpRecording.of(
                Codec.OPUS,
                "filesrc location=" + file
                        + " blocksize=1920 ! rawaudioparse format=pcm pcm-format=s16le sample-rate=48000 num-channels=1");
    }

    /** By how much the middle of a burst's energy is later than that of the burst that was sent: the mean in ms. */
    private static double delay(short[] sound, List<Integer> bursts, int from, int to) {
        List<Double> delays = new ArrayList<>();
        int reach = RATE / 10;
        for (int burst : bursts) {
            if (burst - reach < from || burst + reach >= to) {
                continue;
            }
            double energy = 0;
            double moment = 0;
            for (int i = burst - reach; i < burst + reach; i++) {
                double square = (double) sound[i] * sound[i];
                energy += square;
                moment += square * (i - burst);
            }
            delays.add(moment / energy / 48);
        }
        assertThat(delays).hasSizeGreaterThan(25);
        return delays.stream().mapToDouble(d -> d).average().orElseThrow();
    }

    @Test
    void eachEffectOfAChainIsSwitchedAlone() throws Exception {
        CollectedOutput output;
        List<Integer> marks = new ArrayList<>();
        // Elements behind would take what a mute element gives out for silence, whatever is in it.
        try (Call call = Call.of(
                Specifications.named("pitch", "p", "pitch", "1.5"),
                Specifications.element("audioecho", "intensity", "0"),
                Specifications.named("volume", "v", "mute", "true"))) {
            assertThatThrownBy(() -> call.pipeline().setInCircuit("x", false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no effect has the name x; there are p, v");
            Thread sender = tone(5).play(call.pipeline());
            call.output().awaitFrames(MediaKind.AUDIO, 75);
            marks.add(call.next());
            call.pipeline().setInCircuit("v", false);
            call.output().awaitFrames(MediaKind.AUDIO, 150);
            marks.add(call.next());
            call.pipeline().setInCircuit("p", false);
            sender.join();
            call.output().awaitQuiet();
            call.isWithoutGap();
            output = call.output();
        }
        short[] sound = output.sound();
        int second = RATE / 2;
        assertThat(steepest(sound, second, marks.get(0))).as("mute").isLessThan(100);
        assertThat(Sounds.frequency(sound, marks.get(0) / 48000.0 + 0.2, marks.get(1) / 48000.0))
                .isCloseTo(660, within(5.0));
        assertThat(Sounds.frequency(sound, marks.get(1) / 48000.0 + 0.2, sound.length / 48000.0 - 0.3))
                .isCloseTo(440, within(0.5));
        try (Call call = Call.of(Specifications.element("pitch"))) {
            assertThatThrownBy(() -> call.pipeline().setInCircuit("p", false)).hasMessageContaining("none has a name");
        }
    }

    @Test
    void anEffectMayBeOutFromTheBeginning() throws Exception {
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(
                Specifications.of(Specifications.audio(Specifications.named("pitch", "p", "pitch", "1.5"))), output)) {
            pipeline.setInCircuit("p", false);
            output.awaitStart();
            tone(2).play(pipeline).join();
            output.awaitQuiet();
        }
        assertThat(Sounds.frequency(output.sound(), 0.2, 1.7)).isCloseTo(440, within(0.5));
    }

    @Test
    void aHundredSwitchesInARowLoseNothing() throws Exception {
        CollectedOutput pictures = new CollectedOutput();
        try (Call call = Call.of(Specifications.named("pitch", "p", "pitch", "1.5"));
                MediaPipeline video = factory.build(
                        Specifications.of(Specifications.video(Codec.VP8, Specifications.named("coloreffects", "v"))),
                        pictures)) {
            pictures.awaitStart();
            RtpRecording ball = RtpRecording.of(Codec.VP8, "videotestsrc num-buffers=150 pattern=ball ! " + SIZE);
            Thread sender = tone(7).play(call.pipeline());
            Thread videoSender = ball.play(video);
            for (int i = 0; i < 100; i++) {
                call.output().awaitFrames(MediaKind.AUDIO, 20 + 2L * i);
                call.pipeline().setInCircuit("p", i % 2 != 0);
                video.setInCircuit("v", i % 2 != 0);
            }
            // On a busy machine this thread may be late with its switches.
            double lastSwitch = call.output().frames(MediaKind.AUDIO) * 0.02;
            sender.join();
            videoSender.join();
            call.output().awaitQuiet();
            call.isWithoutGap();
            // What is less than a packet, and what the effect keeps.
            assertThat(call.output().packets(MediaKind.AUDIO)).hasSizeGreaterThan(340);
            assertThat(Sounds.frequency(call.output().sound(), lastSwitch + 0.3, lastSwitch + 0.7))
                    .isCloseTo(660, within(15.0));
            isWithoutGap(pictures, 150);
        }
    }

    private static void isWithoutGap(CollectedOutput output, int sent) {
        await().until(() -> output.frames(MediaKind.VIDEO) >= sent - 1);
        List<Long> times = output.packets(MediaKind.VIDEO).stream()
                .map(CollectedOutput.Received::timestamp)
                .distinct()
                .toList();
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).as("frame %d", i).isCloseTo(3000L, within(2L));
        }
        assertThat(output.failures).hasValue(0);
    }

    private static void invert(RawFrame lent) {
        ByteBuffer bytes = lent.bytes();
        for (int i = 0; i < bytes.limit() * 2 / 3; i++) {
            bytes.put(i, (byte) ~bytes.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource({"videobalance, H264", "coloreffects, VP8", "code, VP8", "elements, H264"})
    void aPictureIsSeenAsItIsAndChangedAgain(String effect, Codec codec) throws Exception {
        EffectFactory lab = request -> effect.equals("code")
                ? new Effect.Frames(CircuitTest::invert)
                : new Effect.Bin(
                        "queue ! videoscale ! video/x-raw,width=32,height=24 ! videobalance brightness=0.5", Map.of());
        LABS.addFactory(lab, NAMED);
        Element element =
                switch (effect) {
                    case "videobalance" -> Specifications.named(effect, "v", "brightness", "0.5");
                    case "coloreffects" -> Specifications.named(effect, "v", "preset", "sepia");
                    default -> Specifications.named("of-the-lab", "v");
                };
        RtpRecording ball = RtpRecording.of(
                codec, "videotestsrc num-buffers=120 pattern=ball background-color=0xff204060 ! " + SIZE);
        int out;
        int in;
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(
                Specifications.of(Specifications.video(codec, new Picture(320, 240, 30), element)), output)) {
            output.awaitStart();
            Thread sender = ball.play(pipeline);
            output.awaitFrames(MediaKind.VIDEO, 40);
            out = (int) output.frames(MediaKind.VIDEO);
            pipeline.setInCircuit("v", false);
            output.awaitFrames(MediaKind.VIDEO, 80);
            in = (int) output.frames(MediaKind.VIDEO);
            pipeline.setInCircuit("v", true);
            sender.join();
            isWithoutGap(output, 120);
        } finally {
            LABS.removeFactory(lab, NAMED);
        }
        List<byte[]> pictures = output.pictures(codec, 320, 240);
        List<byte[]> sent = CollectedOutput.of(factory, ball, Specifications.video(codec, new Picture(320, 240, 30)))
                .pictures(codec, 320, 240);
        List<Integer> changes = new ArrayList<>();
        for (int i = 1; i < pictures.size(); i++) {
            if (distance(pictures.get(i), pictures.get(i - 1)) > 12) {
                changes.add(i);
            }
        }
        System.out.printf("%s: the picture changes at frames %s%n", effect, changes);
        assertThat(changes).hasSize(2);
        // One picture may be on its way through the encoder, and more on a busy machine.
        assertThat(changes.get(0)).isBetween(out, out + 2);
        assertThat(changes.get(1)).isBetween(in, in + 2);
        double worst = 0;
        for (int i = changes.get(0) + 2; i < changes.get(1); i++) {
            double there = distance(pictures.get(i), sent.get(i));
            worst = Math.max(worst, there);
            assertThat(there).as("frame %d is the one that was sent", i).isLessThan(8);
        }
        System.out.printf("%s: out of circuit, a picture differs by at most %.2f of 255%n", effect, worst);
    }

    private static double distance(byte[] one, byte[] other) {
        long sum = 0;
        int count = 0;
        for (int at = 0; at < one.length; at += 4) {
            for (int color = 0; color < 3; color++) {
                sum += Math.abs((one[at + color] & 0xff) - (other[at + color] & 0xff));
                count++;
            }
        }
        return (double) sum / count;
    }

    /** Java code that fails is started again; a new version takes the place of the old one. Both find the switch as it was. */
    @Test
    void theStateSurvivesRestartsAndNewVersions() throws Exception {
        AtomicInteger frames = new AtomicInteger();
        EffectFactory lab = request -> new Effect.Frames(lent -> {
            if (frames.incrementAndGet() == 100) {
                throw new IllegalStateException("a bug of the lab's");
            }
            for (int i = 0; i < lent.bytes().limit(); i++) {
                lent.bytes().put(i, (byte) 0);
            }
        });
        LABS.addFactory(lab, NAMED);
        CollectedOutput output;
        int mark;
        int back;
        try (Call call = Call.of(Specifications.named("of-the-lab", "fx"))) {
            Thread sender = tone(8).play(call.pipeline());
            call.output().awaitFrames(MediaKind.AUDIO, 50);
            mark = call.next();
            call.pipeline().setInCircuit("fx", false);
            call.output().restarted.acquire();
            call.output().awaitFrames(MediaKind.AUDIO, call.output().frames(MediaKind.AUDIO) + 40);
            LABS.removeFactory(lab, NAMED);
            LABS.addFactory(lab, NAMED);
            call.output().restarted.acquire();
            call.output().awaitFrames(MediaKind.AUDIO, call.output().frames(MediaKind.AUDIO) + 40);
            back = call.output().packets(MediaKind.AUDIO).size();
            call.pipeline().setInCircuit("fx", true);
            sender.join();
            call.output().awaitQuiet();
            output = call.output();
        } finally {
            LABS.removeFactory(lab, NAMED);
        }
        short[] sound = output.sound();
        assertThat(steepest(sound, RATE / 2, mark)).as("silence").isLessThan(100);
        for (int at = mark + RATE / 10; at + PACKET < back * PACKET; at += PACKET) {
            assertThat(steepest(sound, at, at + PACKET)).as("tone at %d", at).isGreaterThan(300);
        }
        assertThat(steepest(sound, back * PACKET + RATE / 5, sound.length))
                .as("silence")
                .isLessThan(100);
        assertThat(frames.get()).as("frames that the effect went on to get").isGreaterThan(250);
    }
}
