package org.ducksoup.sfu.bitrate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.congestion.ArrivalFeedback;
import org.ducksoup.api.congestion.BandwidthEstimator;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.congestion.LossReport;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;

/** Returns the estimate that a test sets, and notes who asked. */
final class Estimates implements BandwidthEstimatorFactory {
    final List<Estimate> made = new ArrayList<>();

    @Override
    public BandwidthEstimator create(BitrateRange range) {
        Estimate estimate = new Estimate(range);
        made.add(estimate);
        return estimate;
    }

    Estimate last() {
        return made.get(made.size() - 1);
    }

    static final class Estimate implements BandwidthEstimator {
        final BitrateRange range;
        Bitrate target;
        boolean fails;
        int reports;
        int feedbacks;

        Estimate(BitrateRange range) {
            this.range = range;
            this.target = range.initial();
        }

        @Override
        public void onReceiverReport(LossReport report, Instant arrival) {
            reports++;
        }

        @Override
        public void onTransportFeedback(ArrivalFeedback feedback, Instant arrival) {
            feedbacks++;
        }

        @Override
        public Bitrate targetBitrate(Instant now) {
            if (fails) {
                throw new IllegalStateException("a lab's bug, as this test wants it");
            }
            return target;
        }
    }
}
