package org.ducksoup.apitestkit;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.ducksoup.api.congestion.ArrivalFeedback;
import org.ducksoup.api.congestion.BandwidthEstimator;
import org.ducksoup.api.congestion.LossReport;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;

/** Estimators that break the contract, each in one way. */
final class BrokenEstimators {
    private BrokenEstimators() {}

    /** Halves its rate with every report of much loss. */
    private static class Halving implements BandwidthEstimator {
        final BitrateRange range;
        Bitrate target;

        Halving(BitrateRange range) {
            this.range = range;
            target = range.initial();
        }

        @Override
        public void onReceiverReport(LossReport report, Instant arrival) {
            if (report.lossFraction() > 0.1) {
                target = limited(target.dividedBy(2));
            }
        }

        Bitrate limited(Bitrate rate) {
            return range.nearest(rate);
        }

        @Override
        public Bitrate targetBitrate(Instant now) {
            return target;
        }
    }

    static final class Sound extends EstimatorContract {
        Sound() {
            super(Halving::new);
        }
    }

    static final class Boundless extends EstimatorContract {
        Boundless() {
            super(range -> new Halving(range) {
                @Override
                Bitrate limited(Bitrate rate) {
                    return rate;
                }
            });
        }
    }

    static final class BeginningLow extends EstimatorContract {
        BeginningLow() {
            super(range -> now -> range.min());
        }
    }

    static final class OneForAll extends EstimatorContract {
        private static final class Shared {
            static Bitrate target = new Bitrate(0);
        }

        OneForAll() {
            super(range -> new Halving(range) {
                {
                    Shared.target = range.initial();
                }

                @Override
                public void onReceiverReport(LossReport report, Instant arrival) {
                    super.onReceiverReport(report, arrival);
                    Shared.target = target;
                }

                @Override
                public Bitrate targetBitrate(Instant now) {
                    return Shared.target;
                }
            });
        }
    }

    static final class Blocking extends EstimatorContract {
        Blocking() {
            super(range -> new Halving(range) {
                @Override
                public Bitrate targetBitrate(Instant now) {
                    LockSupport.parkNanos(1_100_000);
                    return super.targetBitrate(now);
                }
            });
        }
    }

    static final class NeedingFeedback extends EstimatorContract {
        NeedingFeedback() {
            super(range -> new Halving(range) {
                @Override
                public void onTransportFeedback(ArrivalFeedback feedback, Instant arrival) {
                    feedback.packets().get(0);
                }
            });
        }
    }
}
