package org.ducksoup.sfu.bitrate;

import java.util.Map;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.MediaKind;

/**
 * Shares what a path carries among the tracks on it: audio first, since a voice that breaks up is worse than a
 * picture that does; the videos get equal parts of the rest.
 */
final class BitrateAllocator {
    /** Headers of 50 audio packets a second: IP, UDP, RTP with extensions, tag. */
    private static final Bitrate AUDIO_HEADERS = new Bitrate(50 * 8 * (28 + 12 + 16 + 16));

    /** Headers are a twentieth of a video packet. */
    private static final long VIDEO_HEADER_SHARE = 20;

    /** Enough for a poor picture. Below this rate a browser stops sending pictures. */
    private static final Bitrate MIN_VIDEO = new Bitrate(30_000);

    /** Audio gets less than its best rate while the total is below this multiple of it. */
    private static final int PLENTY = 5;

    private final BitrateRange audio;
    private final BitrateRange video;

    /**
     * Parts of what a path carries.
     *
     * @param audio of one audio track
     * @param video of one video track
     */
    record Shares(Bitrate audio, Bitrate video) {}

    BitrateAllocator(Map<MediaKind, BitrateRange> bitrates) {
        audio = range(bitrates, MediaKind.AUDIO);
        video = range(bitrates, MediaKind.VIDEO);
    }

    private static BitrateRange range(Map<MediaKind, BitrateRange> bitrates, MediaKind kind) {
        BitrateRange range = bitrates.get(kind);
        if (range == null) {
            throw new IllegalArgumentException("no bitrates for " + kind);
        }
        return range;
    }

    /**
     * The rate that so many tracks can use on the wire.
     *
     * @param careful whether to begin with the configured initial rate; a browser begins with care by itself
     */
    BitrateRange range(int audios, int videos, boolean careful) {
        Bitrate min = onWire(audio.min(), audios, MIN_VIDEO, videos);
        Bitrate initial = onWire(audio.initial(), audios, video.initial(), videos);
        Bitrate max = onWire(audio.max(), audios, video.max(), videos);
        // The settings allow less than what a poor picture takes.
        Bitrate most = max.max(min);
        return new BitrateRange(min, careful ? initial.max(min).min(most) : most, most);
    }

    private static Bitrate onWire(Bitrate voice, int audios, Bitrate picture, int videos) {
        Bitrate headers = picture.dividedBy(VIDEO_HEADER_SHARE - 1).plus(new Bitrate(1));
        return voice.plus(AUDIO_HEADERS)
                .times(audios)
                .plus(picture.plus(headers).times(videos));
    }

    /**
     * The part of one audio and of one video track.
     *
     * @param total on the wire
     */
    Shares share(Bitrate total, int audios, int videos) {
        Bitrate left = total.minus(AUDIO_HEADERS.times(audios));
        Bitrate voice = audio.max();
        if (audios > 0) {
            Bitrate part = left.dividedBy(videos == 0 ? audios : (long) PLENTY * audios);
            voice = voice.min(part).max(audio.min());
        }
        Bitrate picture = video.max();
        if (videos > 0) {
            Bitrate each = left.minus(voice.times(audios)).dividedBy(videos);
            picture =
                    picture.min(each.minus(each.dividedBy(VIDEO_HEADER_SHARE))).max(MIN_VIDEO);
        }
        return new Shares(voice, picture);
    }

    /** The rate of a track that shares its path with no others. */
    Bitrate max(MediaKind kind) {
        return of(kind).max();
    }

    /** The rate nearest to a track's part that an encoder in this server can be asked for. */
    Bitrate forEncoder(MediaKind kind, Bitrate part) {
        return of(kind).nearest(part);
    }

    private BitrateRange of(MediaKind kind) {
        return kind == MediaKind.AUDIO ? audio : video;
    }
}
