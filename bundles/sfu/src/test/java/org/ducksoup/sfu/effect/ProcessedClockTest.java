package org.ducksoup.sfu.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.NtpTime;
import org.ducksoup.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

/** Of a voice and a face that were captured together, a receiver hears that, whatever the effects take. */
class ProcessedClockTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long ZERO = 77 * SECOND + 123_456_789;

    private record Report(long ntpTime, long rtpTimestamp) {
        /** When something with this timestamp was captured, in nanoseconds since the pipeline's zero. */
        double captured(long timestamp, int clockRate) {
            long ntp = ntpTime - NtpTime.ofNanoTime(ZERO);
            return ntp / 4.294967296 + (int) (timestamp - rtpTimestamp) * 1e9 / clockRate;
        }
    }

    private static final class Out implements RtpSink {
        private final List<Report> reports = new ArrayList<>();

        @Override
        public void onPacket(RtpPacket lent, long arrivalNanos) {}

        @Override
        public void onSenderReport(long ntpTime, long rtpTimestamp) {
            reports.add(new Report(ntpTime, rtpTimestamp));
        }

        Report last() {
            return reports.get(reports.size() - 1);
        }
    }

    private final Out out = new Out();

    /** A track whose timestamps begin anywhere, shortly before they wrap. */
    private static final class Source {
        private final ProcessedClock clock;
        private final int rate;
        private final long first = 0xffff_f000L;

        Source(int rate) {
            this.rate = rate;
            clock = new ProcessedClock(rate);
        }

        long timestamp(long capturedNanos) {
            return (first + capturedNanos * rate / SECOND) & 0xffffffffL;
        }

        void report(long capturedNanos) {
            clock.onSenderReport(NtpTime.ofNanoTime(ZERO + capturedNanos), timestamp(capturedNanos));
        }

        /** What was captured then came into the pipeline with this delay. */
        void timing(long capturedNanos, long delayNanos, Out to) {
            clock.onTiming(timestamp(capturedNanos), capturedNanos + delayNanos, ZERO, to);
        }
    }

    @Test
    void lipsAndVoiceAreCapturedTogetherWhateverTheWayIntoThePipelineTook() {
        Source voice = new Source(48_000);
        Source face = new Source(90_000);
        voice.report(2 * SECOND);
        face.report(3 * SECOND);
        voice.timing(4 * SECOND, 20 * MILLI, out);
        Report sound = out.last();
        face.timing(5 * SECOND, 180 * MILLI, out);
        Report picture = out.last();
        // Both were captured at 10 s, and come out with the pipeline's time of their arrival.
        assertThat(sound.captured((10 * SECOND + 20 * MILLI) * 48_000 / SECOND, 48_000))
                .isCloseTo(10e9, within(0.1e6));
        assertThat(picture.captured((10 * SECOND + 180 * MILLI) * 90_000 / SECOND, 90_000))
                .isCloseTo(10e9, within(0.1e6));
    }

    @Test
    void beforeTheFirstReportTheArrivalCounts() {
        Source face = new Source(90_000);
        face.timing(SECOND, 30 * MILLI, out);
        assertThat(out.last().captured(1030 * 90, 90_000)).isCloseTo(1030e6, within(0.1e6));
        face.report(SECOND);
        face.timing(SECOND + 100 * MILLI, 30 * MILLI, out);
        assertThat(out.reports).as("at once after the first report").hasSize(2);
        assertThat(out.last().captured(1030 * 90, 90_000)).isCloseTo(1000e6, within(0.1e6));
    }

    @Test
    void aReportOfAnotherClockIsIgnored() {
        Source face = new Source(90_000);
        face.clock.onSenderReport(NtpTime.ofNanoTime(ZERO + 3600 * SECOND), face.timestamp(SECOND));
        face.timing(SECOND, 30 * MILLI, out);
        assertThat(out.last().captured(1030 * 90, 90_000)).isCloseTo(1030e6, within(0.1e6));
    }

    @Test
    void tellsTwiceASecond() {
        Source voice = new Source(48_000);
        voice.report(0);
        for (int packet = 0; packet < 500; packet++) {
            voice.timing(packet * 20 * MILLI, 0, out);
        }
        assertThat(out.reports).hasSize(20);
    }
}
