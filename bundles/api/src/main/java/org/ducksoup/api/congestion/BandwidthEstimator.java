package org.ducksoup.api.congestion;

import java.time.Instant;
import org.ducksoup.api.media.Bitrate;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Estimates what the path to one receiver can carry (RFC 8836). One instance per receiver; calls never overlap, come from
 * the interaction's thread and must not block. An exception ends the instance: the last estimate stays until a new
 * instance takes over.
 */
@ConsumerType
public interface BandwidthEstimator {
    default void onReceiverReport(LossReport report, Instant arrival) {}

    default void onTransportFeedback(ArrivalFeedback feedback, Instant arrival) {}

    /** The rate all tracks to this receiver may use together from now on. */
    Bitrate targetBitrate(Instant now);
}
