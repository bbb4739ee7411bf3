package org.ducksoup.gstreamer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.ducksoup.gstreamer.Specifications;
import org.ducksoup.gstreamer.element.Domain;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.ducksoup.gstreamer.element.PropertyFacts.TypedValue;
import org.junit.jupiter.api.Test;

/** A property has the value that is due, whatever happens to the effect in between. */
final class ControlRampsTest {
    private static final PropertyFacts PITCH =
            new PropertyFacts("pitch", 0, true, true, new Domain.Real(false, 0.1, 10), "1", "");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final double WITHIN_A_STEP = 0.031;

    private record Due(long at, int order, Runnable task) {}

    private final List<Due> due = new ArrayList<>();
    private long now = -5;
    private int count;
    private final ControlRamps ramps =
            new ControlRamps((delay, task) -> due.add(new Due(now + delay.toNanos(), count++, task)), () -> now);
    private final RecordingMedium medium = new RecordingMedium();

    private void pass(Duration time) {
        long end = now + time.toNanos();
        for (Optional<Due> next = next(end); next.isPresent(); next = next(end)) {
            due.remove(next.get());
            now = next.get().at();
            next.get().task().run();
        }
        now = end;
    }

    private Optional<Due> next(long end) {
        return due.stream()
                .filter(each -> each.at() <= end)
                .min(Comparator.comparing(Due::at).thenComparing(Due::order));
    }

    private void set(double value, Duration duration) {
        set(value, duration, ChangeTime.AT_ONCE);
    }

    private void set(double value, Duration duration, ChangeTime when) {
        ramps.begin(aim(value, duration, when));
    }

    private ControlRamps.Aim aim(double value, Duration duration, ChangeTime when) {
        return new ControlRamps.Aim(
                medium,
                "effect-0",
                new ControlRamps.Key("effect-0", "pitch"),
                PITCH,
                new TypedValue.RealValue(value),
                value,
                Double.NaN,
                duration,
                when);
    }

    private ChangeTime in(Duration time) {
        return new ChangeTime(now + time.toNanos(), (kind, nanos) -> {});
    }

    private void setLab(double value, Duration duration) {
        setLab(value, Double.NaN, duration);
    }

    private void setLab(double value, double initial, Duration duration) {
        ramps.begin(new ControlRamps.Aim(
                medium,
                "effect-1",
                new ControlRamps.Key("effect-1", "depth"),
                null,
                null,
                value,
                initial,
                duration,
                ChangeTime.AT_ONCE));
    }

    /** The effect fails, and is built again with its first values. */
    private void lose() {
        medium.starting = true;
        medium.values.clear();
        medium.values.put("pitch", 1.0);
    }

    private void comeBack() {
        ramps.restore(MediaKind.AUDIO, medium);
        medium.starting = false;
    }

    private double pitch() {
        return medium.values.get("pitch");
    }

    @Test
    void aRampGoesStraightToItsEndAndStops() {
        set(3, SECOND);
        pass(Duration.ofMillis(500));
        assertThat(pitch()).isCloseTo(2, within(2 * WITHIN_A_STEP));
        pass(SECOND);
        assertThat(pitch()).isEqualTo(3);
        assertThat(due).isEmpty();
    }

    @Test
    void whatIsSentAheadBeginsAtItsTime() {
        ChangeTime when = new ChangeTime(now + 100_000_000L, (kind, nanos) -> {});
        set(3, SECOND, when);
        pass(Duration.ofMillis(95));
        assertThat(pitch()).isEqualTo(1);
        pass(Duration.ofMillis(505));
        assertThat(pitch()).isCloseTo(2, within(2 * WITHIN_A_STEP));
        pass(SECOND);
        assertThat(pitch()).isEqualTo(3);
        assertThat(medium.times.get(0)).as("the first change has the time").isEqualTo(when);
        assertThat(medium.times.subList(1, medium.times.size())).allMatch(ChangeTime::isAtOnce);
    }

    /** Two values were sent ahead, and the thread that sets them was busy. Each has its own time. */
    @Test
    void whatCountsBeforeTheNewestIsSetToo() {
        medium.busy = new ArrayList<>();
        set(2, Duration.ZERO, new ChangeTime(now + 50_000_000L, (kind, nanos) -> {}));
        set(3, Duration.ZERO, new ChangeTime(now + 90_000_000L, (kind, nanos) -> {}));
        pass(Duration.ofMillis(1));
        medium.busy.forEach(Runnable::run);
        assertThat(medium.set).containsExactly(2.0, 3.0);
    }

    @Test
    void theNextOneBeginsWhereTheLastOneIs() {
        set(3, SECOND);
        pass(Duration.ofMillis(500));
        set(1, SECOND);
        pass(Duration.ofMillis(500));
        assertThat(pitch()).isCloseTo(1.5, within(2 * WITHIN_A_STEP));
    }

    /** Before, it jumped to its end and back. */
    @Test
    void anEffectThatIsLostDuringARampComesBackWithTheValueThatIsDue() {
        set(2, Duration.ZERO);
        pass(Duration.ofMillis(1));
        set(4, Duration.ofSeconds(2));
        pass(Duration.ofMillis(500));
        lose();
        pass(Duration.ofMillis(500));
        comeBack();
        assertThat(pitch()).isCloseTo(3, within(WITHIN_A_STEP));
        int steps = medium.set.size();
        pass(SECOND.plus(ControlRamps.STEP));
        assertThat(pitch()).isEqualTo(4);
        assertThat(medium.set.subList(steps - 1, medium.set.size())).isSorted();
    }

    @Test
    void aRampThatIsOverBeforeTheEffectIsBackIsAtItsEnd() {
        set(4, SECOND);
        pass(Duration.ofMillis(500));
        lose();
        pass(SECOND);
        comeBack();
        assertThat(pitch()).isEqualTo(4);
        pass(SECOND);
        assertThat(pitch()).isEqualTo(4);
        assertThat(due).isEmpty();
    }

    /** Before, the effect came back at the end of the ramp at once. */
    @Test
    void aRampThatIsAskedForWhileTheEffectIsLostRunsAllTheSame() {
        set(2, Duration.ZERO);
        pass(Duration.ofMillis(1));
        lose();
        set(4, Duration.ofSeconds(2));
        pass(SECOND);
        comeBack();
        assertThat(pitch()).isCloseTo(3, within(WITHIN_A_STEP));
        pass(Duration.ofSeconds(2));
        assertThat(pitch()).isEqualTo(4);
    }

    /** Nobody knows yet with which value the effect begins. */
    @Test
    void aRampOfAValueThatWasNeverSetBeginsWithTheEffect() {
        lose();
        set(3, SECOND);
        pass(SECOND);
        comeBack();
        assertThat(pitch()).isEqualTo(1);
        pass(Duration.ofMillis(500));
        assertThat(pitch()).isCloseTo(2, within(2 * WITHIN_A_STEP));
    }

    @Test
    void aValueWithoutARampIsThereAtOnceAlsoAfterALoss() {
        lose();
        set(3, Duration.ZERO);
        comeBack();
        assertThat(pitch()).isEqualTo(1);
        pass(Duration.ofMillis(1));
        assertThat(pitch()).isEqualTo(3);
        lose();
        comeBack();
        assertThat(pitch()).isEqualTo(3);
    }

    /** Plans send an act a quarter of a second ahead. Before, the ramp under way stood still from then on. */
    @Test
    void aRampGoesToItsEndAlthoughTheNextOneIsSentAhead() {
        set(3, Duration.ofMillis(500));
        pass(Duration.ofMillis(250));
        set(1, Duration.ofMillis(500), in(Duration.ofMillis(250)));
        pass(Duration.ofMillis(125));
        assertThat(pitch()).isCloseTo(2.5, within(4 * WITHIN_A_STEP));
        pass(Duration.ofMillis(125));
        assertThat(pitch()).isCloseTo(3, within(4 * WITHIN_A_STEP));
        pass(Duration.ofMillis(250));
        assertThat(pitch()).isCloseTo(2, within(4 * WITHIN_A_STEP));
        pass(SECOND);
        assertThat(pitch()).isEqualTo(1);
        assertThat(due).isEmpty();
    }

    @Test
    void aJumpThatIsSentAheadEndsTheRampAtItsTime() {
        set(3, SECOND);
        pass(Duration.ofMillis(250));
        ChangeTime when = in(Duration.ofMillis(250));
        set(1, Duration.ZERO, when);
        assertThat(medium.times).doesNotContain(when);
        pass(Duration.ofMillis(240));
        assertThat(medium.times).as("it is queued ahead").contains(when);
        assertThat(pitch()).as("until then the ramp goes on").isCloseTo(1.98, within(4 * WITHIN_A_STEP));
        int before = medium.set.size();
        pass(SECOND);
        assertThat(medium.set.subList(before, medium.set.size()))
                .as("no step follows it")
                .isEmpty();
    }

    /** A pipeline that is made anew for somebody who returns, for another codec, or by another version of this bundle. */
    @Test
    void whatIsSetBeforeTheBeginningIsThereWithTheFirstFrame() {
        lose();
        ramps.prepare(aim(2, Duration.ZERO, ChangeTime.AT_ONCE));
        ramps.restore(MediaKind.AUDIO, medium);
        assertThat(pitch()).isEqualTo(2);
        ramps.beginPrepared();
        medium.starting = false;
        pass(SECOND);
        assertThat(pitch()).isEqualTo(2);
        assertThat(due).isEmpty();
    }

    /** In the middle of a planned ramp: its value of now, and the rest of the way. Before, it began anew at the value of the text. */
    @Test
    void theRestOfARampIsPreparedToo() {
        lose();
        ramps.prepare(aim(2, Duration.ZERO, ChangeTime.AT_ONCE));
        ramps.prepare(aim(4, Duration.ofSeconds(2), ChangeTime.AT_ONCE));
        pass(SECOND);
        ramps.restore(MediaKind.AUDIO, medium);
        ramps.beginPrepared();
        assertThat(pitch()).isCloseTo(3, within(WITHIN_A_STEP));
        medium.starting = false;
        pass(Duration.ofMillis(500));
        assertThat(pitch()).isCloseTo(3.5, within(2 * WITHIN_A_STEP));
        pass(SECOND);
        assertThat(pitch()).isEqualTo(4);
    }

    /** Before, it jumped, and the log said that it was a ramp. */
    @Test
    void theFirstRampOfALabsEffectBeginsAtItsInitialValue() {
        setLab(2, 1, SECOND);
        pass(Duration.ofMillis(500));
        assertThat(medium.values.get("depth")).isCloseTo(1.5, within(2 * WITHIN_A_STEP));
        pass(SECOND);
        assertThat(medium.values).containsEntry("depth", 2.0);
    }

    @Test
    void effectsOfLabsHaveTheSame() {
        setLab(2, SECOND);
        pass(Duration.ofMillis(1));
        assertThat(medium.values).as("nobody knows where it begins").containsEntry("depth", 2.0);
        setLab(4, Duration.ofSeconds(2));
        pass(Duration.ofMillis(500));
        lose();
        pass(Duration.ofMillis(500));
        comeBack();
        assertThat(medium.values.get("depth")).isCloseTo(3, within(WITHIN_A_STEP));
    }

    /** A medium that has values and nothing else. */
    private static final class RecordingMedium implements Medium, LiveProperties {
        final List<ChangeTime> times = new ArrayList<>();
        /** What its thread has not come to; null if that has nothing else to do. */
        private List<Runnable> busy;

        private final Map<String, Double> values = new HashMap<>(Map.of("pitch", 1.0));
        private final List<Double> set = new ArrayList<>();
        private boolean starting;

        @Override
        public Design design() {
            return new Design("test", Specifications.audio(Specifications.element("pitch")), 1200, 0);
        }

        @Override
        public boolean isStarting() {
            return starting;
        }

        @Override
        public boolean whileRunning(ChangeTime when, Consumer<LiveProperties> task) {
            times.add(when);
            if (busy == null) {
                task.accept(this);
            } else {
                busy.add(() -> task.accept(this));
            }
            return true;
        }

        @Override
        public double number(String step, PropertyFacts property) {
            return values.get(property.name());
        }

        @Override
        public void set(String step, PropertyFacts property, TypedValue value) {
            double number = property.numberOf(value);
            values.put(property.name(), number);
            set.add(number);
        }

        @Override
        public void setLab(String step, String property, double value) {
            values.put(property, value);
        }

        @Override
        public void begin() {}

        @Override
        public void push(byte[] buffer, int offset, int length, long arrivalNanos) {}

        @Override
        public long dropped() {
            return 0;
        }

        @Override
        public void requestKeyFrame() {}

        @Override
        public void setBitrate(Bitrate wanted) {}

        @Override
        public void setExpectedLoss(double fraction) {}

        @Override
        public void setInCircuit(String step, boolean in, ChangeTime when) {}

        @Override
        public void tick(long nowNanos) {}

        @Override
        public PipelineDescription describe() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void end(String reason) {}

        @Override
        public void close() {}
    }
}
