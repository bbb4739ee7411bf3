package org.ducksoup.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTimelineTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;
    private static final long ORIGIN = 77 * SECOND;
    private static final Instant ORIGIN_INSTANT = Instant.parse("2026-11-22T12:00:00Z");
    private static final int VIDEO = 90_000;
    private static final int AUDIO = 48_000;

    private final Random random = new Random(3550);

    /** A sender with a clock that may be wrong, behind a network that may be slow. */
    private final class Source {
        final int clockRate;
        final RecordingTimeline timeline;
        double partsPerMillion;
        long firstTimestamp = 0xffff_0000L;
        long delay = 20 * MILLI;
        long jitter;
        long last = Long.MIN_VALUE;

        Source(int clockRate) {
            this.clockRate = clockRate;
            timeline = new RecordingTimeline(clockRate, ORIGIN, NtpTime.of(ORIGIN_INSTANT));
        }

        long timestamp(long captured) {
            return firstTimestamp + Math.round(captured / 1e9 * clockRate * (1 + partsPerMillion / 1e6));
        }

        /** @param captured in nanoseconds of the timeline; @return where the timeline puts it */
        long frame(long captured) {
            long late = jitter == 0 ? 0 : (long) (jitter * random.nextDouble());
            return frame(captured, delay + late);
        }

        long frame(long captured, long thisDelay) {
            long nanos = timeline.nanos(timestamp(captured), ORIGIN + captured + thisDelay);
            assertThat(nanos).isGreaterThanOrEqualTo(last);
            last = nanos;
            return nanos;
        }

        void report(long captured) {
            timeline.onSenderReport(
                    NtpTime.of(ORIGIN_INSTANT.plus(Duration.ofNanos(captured))), timestamp(captured) & 0xffff_ffffL);
        }
    }

    private static long frameTime(int index) {
        return index * SECOND / 30;
    }

    @Test
    void theFirstFrameStandsWhereItArrived() {
        Source source = new Source(VIDEO);
        assertThat(source.frame(5 * SECOND, 40 * MILLI)).isEqualTo(5 * SECOND + 40 * MILLI);
    }

    @Test
    void lateFramesStandWhereTheyBelong() {
        Source source = new Source(VIDEO);
        for (int i = 0; i < 300; i++) {
            long late = i % 7 == 3 ? 150 * MILLI : 0;
            long nanos = source.frame(frameTime(i), source.delay + late);
            assertThat(nanos - frameTime(i)).isCloseTo(source.delay, within(MILLI / 50));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {80, 500})
    void aLateFirstFrameIsMadeUpForWithoutHaste(long late) {
        Source source = new Source(VIDEO);
        long before = source.frame(0, source.delay + late * MILLI);
        for (int i = 1; i < 900; i++) {
            long nanos = source.frame(frameTime(i));
            assertThat(nanos - before).as("spacing of frame %s", i).isGreaterThan((i < 121 ? 24 : 31) * MILLI);
            before = nanos;
        }
        assertThat(before - frameTime(899)).isCloseTo(source.delay, within(MILLI));
    }

    /** Three minutes. The allowed error is 1 ms per minute. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 20, -20, 100, -100})
    void wrongClocksAreFollowed(double partsPerMillion) {
        for (int clockRate : new int[] {VIDEO, AUDIO}) {
            Source source = new Source(clockRate);
            source.partsPerMillion = partsPerMillion;
            source.jitter = 30 * MILLI;
            long step = clockRate == VIDEO ? SECOND / 30 : 20 * MILLI;
            long smallest = Long.MAX_VALUE;
            long largest = Long.MIN_VALUE;
            long settled = 0;
            for (long captured = 0; captured < 180 * SECOND; captured += step) {
                long error = source.frame(captured) - captured - source.delay;
                if (captured > 20 * SECOND) {
                    settled = settled == 0 ? error : settled;
                    smallest = Math.min(smallest, error);
                    largest = Math.max(largest, error);
                }
            }
            System.out.printf(
                    "timeline: %d Hz, %+.0f ppm, 30 ms jitter, 3 min: error %+.2f to %+.2f ms%n",
                    clockRate, partsPerMillion, smallest / 1e6, largest / 1e6);
            assertThat(largest).isLessThan(2 * MILLI);
            assertThat(smallest).isGreaterThan(-2 * MILLI);
            assertThat(largest - smallest).as("in 160 s").isLessThan(2600_000);
        }
    }

    @Test
    void senderReportsBringSoundAndPictureInStep() {
        Source sound = new Source(AUDIO);
        Source picture = new Source(VIDEO);
        sound.firstTimestamp = 12_345;
        picture.delay = 70 * MILLI;
        sound.jitter = 10 * MILLI;
        picture.jitter = 20 * MILLI;
        long worst = 0;
        for (int i = 0; i < 900; i++) {
            long captured = frameTime(i);
            if (i % 30 == 15) {
                picture.report(captured);
            }
            if (i % 150 == 75) {
                sound.report(captured);
            }
            long difference = picture.frame(captured) - sound.frame(captured);
            if (i == 10) {
                assertThat(difference).as("without reports").isGreaterThan(40 * MILLI);
            }
            if (captured > 15 * SECOND) {
                worst = Math.max(worst, Math.abs(difference));
            }
        }
        System.out.printf("timeline: sound and picture in step within %.3f ms from 15 s on%n", worst / 1e6);
        assertThat(worst).isLessThan(MILLI);
    }

    @Test
    void aReportBeforeTheFirstFrameAnchorsIt() {
        Source source = new Source(VIDEO);
        source.report(4 * SECOND);
        assertThat(source.frame(5 * SECOND, 90 * MILLI)).isCloseTo(5 * SECOND, within(20_000L));
    }

    @Test
    void aReportOfAnotherClockIsIgnored() {
        Source source = new Source(VIDEO);
        source.frame(0);
        source.timeline.onSenderReport(NtpTime.of(ORIGIN_INSTANT.plusSeconds(7200)), source.timestamp(0));
        for (int i = 1; i < 100; i++) {
            assertThat(source.frame(frameTime(i)) - frameTime(i)).isCloseTo(source.delay, within(MILLI / 50));
        }
    }

    @Test
    void withoutFurtherReportsTheArrivalsTellOfDrift() {
        Source source = new Source(VIDEO);
        source.partsPerMillion = 100;
        source.delay = 50 * MILLI;
        source.report(0);
        long error = 0;
        for (int i = 0; i < 180 * 30; i++) {
            error = source.frame(frameTime(i)) - frameTime(i);
        }
        assertThat(error).isCloseTo(0, within(2 * MILLI));
    }

    @Test
    void gapsStayGaps() {
        Source source = new Source(VIDEO);
        source.frame(0);
        long before = source.frame(SECOND);
        assertThat(source.frame(61 * SECOND) - before).isCloseTo(60 * SECOND, within(MILLI / 50));
        // This holds for any delay of the first packet after the outage.
        assertThat(source.frame(600 * SECOND, source.delay + 300 * MILLI) - before)
                .isCloseTo(599 * SECOND, within(MILLI / 50));
    }

    @Test
    void aBurstAfterAnOutageMovesNothing() {
        Source source = new Source(VIDEO);
        for (int i = 0; i < 300; i++) {
            boolean outage = i >= 100 && i < 145;
            long late = outage ? frameTime(145) - frameTime(i) : 0;
            long nanos = source.frame(frameTime(i), source.delay + late);
            assertThat(nanos - frameTime(i)).isCloseTo(source.delay, within(MILLI));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3_000_000, -3_000_000, 2_000_000_000, -2_000_000_000})
    void aClockThatJumpsIsFollowed(long ticks) {
        Source source = new Source(VIDEO);
        for (int i = 0; i < 300; i++) {
            source.firstTimestamp += i == 100 ? ticks : 0;
            long nanos = source.frame(frameTime(i));
            if (i < 100 || i > 170) {
                assertThat(nanos - frameTime(i)).as("frame %s", i).isCloseTo(source.delay, within(MILLI));
            }
        }
    }

    @Test
    void anotherSourceGoesOnWhereTimeIs() {
        Source source = new Source(VIDEO);
        source.frame(0);
        source.frame(10 * SECOND);
        source.timeline.reset();
        source.firstTimestamp = 5;
        assertThat(source.frame(11 * SECOND)).isEqualTo(11 * SECOND + source.delay);
    }

    @Test
    void nonsenseNeverThrowsNorGoesBack() {
        Source source = new Source(VIDEO);
        for (int i = 0; i < 100_000; i++) {
            source.firstTimestamp += random.nextInt(10) == 0 ? random.nextInt() : 0;
            source.frame(frameTime(i), random.nextInt(100) * MILLI);
            if (random.nextInt(5) == 0) {
                source.timeline.onSenderReport(random.nextLong(), random.nextInt());
            }
        }
        assertThat(source.last).isLessThan(frameTime(100_000) + 100 * SECOND);
    }
}
