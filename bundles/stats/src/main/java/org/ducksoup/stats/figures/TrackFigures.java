package org.ducksoup.stats.figures;

import java.time.Duration;
import org.ducksoup.api.media.MediaKind;
import org.jspecify.annotations.Nullable;

/** The newest figures of one track that a participant sends, and of its processed form. */
final class TrackFigures {
    final String userId;
    final MediaKind kind;
    String trackId;
    long inKilobits;
    long outKilobits;
    long targetKilobits;
    /** Packets, in the last interval and in total. */
    long lost;

    long packets;
    long lostInAll;
    double jitterMillis;
    /** Round trip between server and participant; null before it was measured. */
    @Nullable
    Duration roundTrip;

    /** Requested by this server, in total. */
    long keyFramesRequested;
    /** As reported by the page. */
    @Nullable
    String resolution;

    @Nullable
    String framesPerSecond;

    @Nullable
    String keyFrames;

    @Nullable
    String pictureLossIndications;

    /** Lines of the picture; 0 while the page has reported no valid number. */
    int pictureHeight() {
        String size = resolution;
        return size != null && size.matches("\\d{1,5}x\\d{1,5}")
                ? Integer.parseInt(size.substring(size.indexOf('x') + 1))
                : 0;
    }

    /** 0 while the page has reported no valid number. */
    int frameRate() {
        return number(framesPerSecond);
    }

    /** In total; 0 while the page has reported no valid number. */
    int keyFrames() {
        return number(keyFrames);
    }

    private static int number(@Nullable String reported) {
        return reported != null && reported.matches("\\d{1,9}") ? Integer.parseInt(reported) : 0;
    }

    TrackFigures(String userId, MediaKind kind, String trackId) {
        this.userId = userId;
        this.kind = kind;
        this.trackId = trackId;
    }
}
