package org.ducksoup.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The participant's network fails for a while: what comes out of the pipeline afterwards is at its place in time, and
 * comes as promptly as before, whatever the effect does with gaps. The sound is a short beep twice a second.
 */
@Tag("alone")
final class OutageTest {
    private static final Element PITCH = Specifications.element("pitch", "pitch", "0.8");
    private static final Element VOLUME = Specifications.element("volume");

    private static final int AT_ONCE = 6;

    private static GStreamerPipelineFactory factory;

    @BeforeAll
    static void start() {
        factory = Specifications.factory();
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @Test
    void soundIsInItsPlace() throws Exception {
        Trials trials = new Trials(List.of(PITCH, VOLUME));
        trials.add("outage", Stream.of(0.15, 1.13, 3.63), OutageTest::outage);
        // A network or a server that stands still delivers everything afterwards, at once.
        trials.add("stall", Stream.of(0.33, 2.1, 4.1), OutageTest::stall);
        trials.add("loss of 10 %", Stream.of(4.0), OutageTest::loss);
        trials.check();
    }

    @Test
    void picturesAreInTheirPlaceAfterAStall() throws Exception {
        RtpRecording flashes = FlashTrial.flashes(20);
        Map<Double, FlashTrial> trials = new LinkedHashMap<>();
        for (double seconds : new double[] {0.33, 1.5, 3.1}) {
            trials.put(
                    seconds,
                    FlashTrial.begin(factory, stall(flashes, seconds), Specifications.element("coloreffects")));
        }
        for (Map.Entry<Double, FlashTrial> trial : trials.entrySet()) {
            trial.getValue().finish();
            System.out.printf(
                    "pictures, stall, %.2f s: shift %s ms%n",
                    trial.getKey(), trial.getValue().shifts());
        }
        trials.forEach((seconds, trial) -> {
            assertThat(trial.shifts())
                    .as("changes seen, stall of %s s", seconds)
                    .hasSize(19);
            // A machine that is busy for a moment loses pictures.
            assertThat(trial.shifts().stream().filter(shift -> Math.abs(shift) > 34))
                    .as("stall of %s s", seconds)
                    .hasSizeLessThan(3);
        });
    }

    @Test
    @Tag("long")
    void soundIsInItsPlaceAfterAnyOutage() throws Exception {
        Element filter = Specifications.element("audiowsinclimit", "length", "301", "cutoff", "6000");
        Trials trials = new Trials(List.of(PITCH, filter));
        trials.add("outage", Stream.of(0.06, 0.15, 0.33, 0.6, 1.13, 2.9, 3.1, 5.2, 10.3, 20.2), OutageTest::outage);
        trials.add("stall", Stream.of(0.1, 0.8, 4.1, 8.2), OutageTest::stall);
        trials.add("outage of a bad network", Stream.of(0.33, 1.13, 3.63), OutageTest::outageOfABadNetwork);
        trials.check();
    }

    /** An outage of a second with every effect there is, as it is when nothing is set. */
    @Test
    @Tag("long")
    void everyEffectKeepsTheTime() throws Exception {
        List<EffectDescription> all = factory.effects();
        RtpRecording beeps = OutageTrial.beeps(OutageTrial.BEFORE_SECONDS + 1.13 + OutageTrial.AFTER_SECONDS);
        RtpRecording flashes = FlashTrial.flashes(20);
        SoftAssertions soft = new SoftAssertions();
        int seen = 0;
        for (int i = 0; i < all.size(); i += AT_ONCE) {
            Map<String, OutageTrial> sounds = new LinkedHashMap<>();
            Map<String, FlashTrial> pictures = new LinkedHashMap<>();
            for (EffectDescription described : all.subList(i, Math.min(all.size(), i + AT_ONCE))) {
                String name = described.name();
                Element effect = Specifications.element(name);
                if (described.kind() == MediaKind.AUDIO) {
                    sounds.put(name, OutageTrial.begin(factory, outage(beeps, 1.13), effect, 1.13));
                } else {
                    pictures.put(name, FlashTrial.begin(factory, outage(flashes, 1.13), effect));
                }
            }
            for (Map.Entry<String, OutageTrial> named : sounds.entrySet()) {
                OutageTrial trial = named.getValue();
                trial.finish();
                seen += shown(soft, named.getKey(), trial.shifts(), 10);
                double later = trial.delayAfter() - trial.delayBefore();
                System.out.printf("%s: live delay %+.0f ms%n", named.getKey(), 1000 * later);
                soft.assertThat(later).as(named.getKey()).isCloseTo(0, within(0.06));
            }
            for (Map.Entry<String, FlashTrial> named : pictures.entrySet()) {
                named.getValue().finish();
                seen += shown(soft, named.getKey(), named.getValue().shifts(), 34);
            }
        }
        System.out.printf("%d effects, %d let beeps or flashes through%n", all.size(), seen);
        assertThat(seen).isGreaterThan(all.size() / 2);
        soft.assertAll();
    }

    /** 1 if the effect lets enough be seen or heard. */
    private static int shown(SoftAssertions soft, String name, List<Long> shifts, long bound) {
        System.out.printf("%s: shift %s ms%n", name, shifts);
        soft.assertThat(shifts).as(name).allMatch(shift -> Math.abs(shift) <= bound);
        return shifts.size() > 8 ? 1 : 0;
    }

    /** All at the same time: a trial takes as long as its sound. */
    private static final class Trials {
        private final Map<String, OutageTrial> all = new LinkedHashMap<>();
        private final List<Element> effects;

        Trials(List<Element> effects) {
            this.effects = effects;
        }

        void add(String what, Stream<Double> lengths, Disturbance disturbance) throws Exception {
            for (double seconds : lengths.toList()) {
                RtpRecording sent = OutageTrial.beeps(OutageTrial.BEFORE_SECONDS + seconds + OutageTrial.AFTER_SECONDS);
                RtpRecording arriving = disturbance.of(sent, seconds);
                for (Element effect : effects) {
                    String name = effect.factory() + ", " + what + ", " + seconds + " s";
                    all.put(name, OutageTrial.begin(factory, arriving, effect, seconds));
                }
            }
        }

        void check() throws InterruptedException {
            for (Map.Entry<String, OutageTrial> named : all.entrySet()) {
                OutageTrial trial = named.getValue();
                trial.finish();
                System.out.printf(
                        "%s: shift %s ms, live delay %.0f -> %.0f ms, latest %.0f ms%n",
                        named.getKey(),
                        trial.shifts(),
                        1000 * trial.delayBefore(),
                        1000 * trial.delayAfter(),
                        1000 * trial.latest());
            }
            all.forEach((name, trial) -> {
                assertThat(trial.shifts()).as(name).hasSizeGreaterThan(15);
                // The edge of a gap may lie in a beep, whose middle is elsewhere then.
                assertThat(trial.shifts().stream().filter(shift -> Math.abs(shift) > 10))
                        .as(name)
                        .hasSizeLessThan(2)
                        .allMatch(shift -> Math.abs(shift) <= 20);
                // How late a packet comes depends on how busy the machine is, but not by as much as an outage is long.
                assertThat(trial.delayAfter()).as(name).isCloseTo(trial.delayBefore(), within(0.06));
                // What arrives late is heard late. What never arrived must not make other sound late. The machine does,
                // with dozens of pipelines at once, but not by as much as an outage is long.
                if (name.contains("stall")) {
                    assertThat(trial.missing()).as("beeps missing: " + name).isZero();
                } else {
                    assertThat(trial.latest()).as(name).isLessThan(Math.max(0.25, trial.outageSeconds() / 2));
                }
                assertThat(trial.output().lost.availablePermits()).as(name).isZero();
            });
        }
    }

    private interface Disturbance {
        RtpRecording of(RtpRecording sent, double seconds);
    }

    private static RtpRecording outage(RtpRecording sent, double seconds) {
        return new RtpRecording(
                sent.kind(),
                sent.packets().stream().filter(p -> !isWithin(p, seconds)).toList());
    }

    /** Packets come up to 30 ms late, and three in a hundred never. */
    private static RtpRecording outageOfABadNetwork(RtpRecording sent, double seconds) {
        Random random = new Random(11);
        return new RtpRecording(
                sent.kind(),
                outage(sent, seconds).packets().stream()
                        .filter(p -> p.atNanos() < 1e9 || random.nextInt(100) >= 3)
                        .map(p -> new RtpRecording.Packet(p.bytes(), p.atNanos() + random.nextInt(30_000_000)))
                        .sorted(Comparator.comparingLong(RtpRecording.Packet::atNanos))
                        .toList());
    }

    private static RtpRecording stall(RtpRecording sent, double seconds) {
        long end = Math.round((OutageTrial.BEFORE_SECONDS + seconds) * 1e9);
        return new RtpRecording(
                sent.kind(),
                sent.packets().stream()
                        .map(p -> isWithin(p, seconds) ? new RtpRecording.Packet(p.bytes(), end) : p)
                        .toList());
    }

    /** A tenth of all packets, however long the rest of the trial is. */
    private static RtpRecording loss(RtpRecording sent, double seconds) {
        Random random = new Random(7);
        List<RtpRecording.Packet> arriving = new ArrayList<>(sent.packets());
        arriving.removeIf(p -> p.atNanos() > 1e9 && random.nextInt(10) == 0);
        return new RtpRecording(sent.kind(), arriving);
    }

    private static boolean isWithin(RtpRecording.Packet packet, double seconds) {
        double at = packet.atNanos() / 1e9 - OutageTrial.BEFORE_SECONDS;
        return at >= 0 && at < seconds;
    }
}
