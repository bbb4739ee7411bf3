package org.ducksoup.api.interaction;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who is not to be analysed, stated before the study. A participant is excluded who exceeds one of these; null for one that does not
 * count. The server only tells it: everybody is served and recorded alike.
 *
 * @param lostSoundPercent of the packets of sound that were sent to the server, 0 to 100
 * @param lostPicturePercent of the packets of the picture
 * @param away all time without a connection, from the first one to the end
 * @param deviations acts of the participant's role that deviated from the plan
 */
public record ExclusionRules(
        @Nullable Double lostSoundPercent,
        @Nullable Double lostPicturePercent,
        @Nullable Duration away,
        @Nullable Integer deviations) {
    public static final ExclusionRules NONE = new ExclusionRules(null, null, null, null);

    public boolean isEmpty() {
        return equals(NONE);
    }
}
