package org.ducksoup.api.congestion;

import java.time.Instant;
import org.ducksoup.api.media.Bitrate;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Estimates what the path to one receiver can carry (RFC 8836). One instance per receiver. Calls never overlap, and see what
 * earlier calls have written; they may come from different threads. They should return at once: the estimate in use is the
 * latest answer, and an instance that does not return within a second is not asked again, nor is any other of its bundle,
 * until the bundle is updated. An exception, or null, ends the instance: the last estimate stays until a new instance takes
 * over.
 */
@ConsumerType
public interface BandwidthEstimator {
    default void onReceiverReport(LossReport report, Instant arrival) {}

    default void onTransportFeedback(ArrivalFeedback feedback, Instant arrival) {}

    /** The rate all tracks to this receiver may use together from now on. */
    Bitrate targetBitrate(Instant now);
}
