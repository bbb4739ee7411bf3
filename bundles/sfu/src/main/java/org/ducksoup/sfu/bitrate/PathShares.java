package org.ducksoup.sfu.bitrate;

import java.util.List;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.sfu.media.PublishedTrack;
import org.jspecify.annotations.Nullable;

/**
 * The shares of the tracks to one receiver. They are asked for five times a second and change hardly ever, so they are
 * computed only when what they follow from has changed. On the interaction's thread.
 */
final class PathShares {
    private final BitrateAllocator allocator;
    private int audios;
    private int videos;
    private boolean careful;
    private BitrateRange range;
    /** What {@link #shares} follow from; null after another number of tracks. */
    private @Nullable Bitrate total;

    private BitrateAllocator.Shares shares;

    PathShares(BitrateAllocator allocator) {
        this.allocator = allocator;
        range = allocator.range(0, 0, false);
        shares = allocator.share(range.max(), 0, 0);
    }

    /** Sets the tracks on the path. */
    void carry(List<PublishedTrack> tracks) {
        int newVideos = 0;
        boolean newCareful = false;
        for (PublishedTrack track : tracks) {
            if (track.kind() == MediaKind.VIDEO) {
                newVideos++;
                newCareful |= track.effects() != null;
            }
        }
        carry(tracks.size() - newVideos, newVideos, newCareful);
    }

    /** @param newCareful as of {@link BitrateAllocator#range} */
    void carry(int newAudios, int newVideos, boolean newCareful) {
        if (newAudios != audios || newVideos != videos || newCareful != careful) {
            audios = newAudios;
            videos = newVideos;
            careful = newCareful;
            range = allocator.range(audios, videos, careful);
            total = null;
        }
    }

    /** The rate that the tracks can use on the wire. */
    BitrateRange range() {
        return range;
    }

    /** @param newTotal what the path carries, on the wire */
    void share(Bitrate newTotal) {
        if (!newTotal.equals(total)) {
            total = newTotal;
            shares = allocator.share(newTotal, audios, videos);
        }
    }

    /** The share of one track of this kind. */
    Bitrate of(MediaKind kind) {
        return kind == MediaKind.AUDIO ? shares.audio() : shares.video();
    }
}
