package org.ducksoup.sfu;

import java.time.Duration;

/**
 * The times of an interaction.
 *
 * @param waitForOthers from its creation until everybody's media has to be there
 * @param endingNotice before the end
 * @param grace how long a running interaction goes on with nobody connected
 */
record InteractionTimings(Duration waitForOthers, Duration endingNotice, Duration grace) {
    /** Between the start and the ending notice of a very short interaction. */
    static final Duration LEAST_BEFORE_NOTICE = Duration.ofSeconds(1);

    static InteractionTimings of(SfuConfiguration configuration) {
        return new InteractionTimings(
                Duration.ofSeconds(configuration.waitForOthersSeconds()),
                Duration.ofSeconds(configuration.endingNoticeSeconds()),
                Duration.ofSeconds(configuration.gracePeriodSeconds()));
    }

    /** From the start to the ending notice. */
    Duration untilNotice(Duration duration) {
        Duration wanted = duration.minus(endingNotice);
        return wanted.compareTo(LEAST_BEFORE_NOTICE) < 0 ? LEAST_BEFORE_NOTICE : wanted;
    }
}
