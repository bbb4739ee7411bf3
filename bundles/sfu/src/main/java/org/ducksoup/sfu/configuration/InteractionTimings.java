package org.ducksoup.sfu.configuration;

import java.time.Duration;

/**
 * The times of an interaction.
 *
 * @param waitForOthers time from the creation within which all media must have arrived, or the start is aborted
 * @param endingNotice time before the end at which participants are told of it
 * @param grace time for which a running interaction waits when nobody is connected
 */
public record InteractionTimings(Duration waitForOthers, Duration endingNotice, Duration grace) {
    /** A very short interaction runs this long before the ending notice. */
    static final Duration MIN_BEFORE_NOTICE = Duration.ofSeconds(1);

    public static InteractionTimings of(SfuConfiguration configuration) {
        return new InteractionTimings(
                Duration.ofSeconds(configuration.waitForOthersSeconds()),
                Duration.ofSeconds(configuration.endingNoticeSeconds()),
                Duration.ofSeconds(configuration.gracePeriodSeconds()));
    }

    /** How long after the start participants are told of the end. */
    public Duration untilNotice(Duration duration) {
        Duration wanted = duration.minus(endingNotice);
        return wanted.compareTo(MIN_BEFORE_NOTICE) < 0 ? MIN_BEFORE_NOTICE : wanted;
    }
}
