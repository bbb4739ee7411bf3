package org.ducksoup.stats;

import org.ducksoup.api.media.MediaKind;
import org.jspecify.annotations.Nullable;

/** The newest figures of one track that a participant sends, and of what is made of it. */
final class TrackFigures {
    final String userId;
    final MediaKind kind;
    String trackId;
    long inKilobits;
    long outKilobits;
    long targetKilobits;
    /** Packets, in the last interval and since the beginning. */
    long lost;

    long packets;
    long lostInAll;
    double jitterMillis;
    /** As the page reports them. */
    @Nullable
    String resolution;

    @Nullable
    String framesPerSecond;

    @Nullable
    String keyFrames;

    @Nullable
    String pictureLossIndications;

    TrackFigures(String userId, MediaKind kind, String trackId) {
        this.userId = userId;
        this.kind = kind;
        this.trackId = trackId;
    }
}
