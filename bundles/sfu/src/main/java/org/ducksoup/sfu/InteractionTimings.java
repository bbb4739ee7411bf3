package org.ducksoup.sfu;

import java.time.Duration;

/**
 * The times of an interaction.
 *
 * @param waitForOthers how long after its creation everybody's media has to be there
 * @param endingNotice how long before the end participants are told of it
 * @param grace how long a running interaction goes on with nobody connected
 */
record InteractionTimings(Duration waitForOthers, Duration endingNotice, Duration grace) {
    /** A very short interaction runs this long before the ending notice. */
    static final Duration MIN_BEFORE_NOTICE = Duration.ofSeconds(1);

    static InteractionTimings of(SfuConfiguration configuration) {
        return new InteractionTimings(
                Duration.ofSeconds(configuration.waitForOthersSeconds()),
                Duration.ofSeconds(configuration.endingNoticeSeconds()),
                Duration.ofSeconds(configuration.gracePeriodSeconds()));
    }

    /** How long after the start participants are told of the end. */
    Duration untilNotice(Duration duration) {
        Duration wanted = duration.minus(endingNotice);
        return wanted.compareTo(MIN_BEFORE_NOTICE) < 0 ? MIN_BEFORE_NOTICE : wanted;
    }
}
