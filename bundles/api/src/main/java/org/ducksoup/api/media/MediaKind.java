package org.ducksoup.api.media;

import java.util.Locale;

/** The two kinds of media a participant sends. */
public enum MediaKind {
    AUDIO,
    VIDEO;

    /** {@code audio} or {@code video}, as SDP, the wire protocol and the logs spell it. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
