package org.ducksoup.sfu.bitrate;

import java.util.Map;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.MediaKind;

/**
 * Shares what a path carries among the tracks on it: audio first, since a voice that breaks up is worse than a picture that
 * does; the videos get equal parts of the rest.
 */
final class BitrateAllocator {
    /** Headers of 50 audio packets a second: IP, UDP, RTP with extensions, tag. */
    private static final long AUDIO_HEADERS = 50 * 8 * (28 + 12 + 16 + 16);

    /** Headers are a twentieth of a video packet. */
    private static final long VIDEO_HEADER_SHARE = 20;

    /** A picture, if a poor one; below this a browser would stop altogether. */
    private static final long LEAST_VIDEO = 30_000;

    /** While everything together is less than this times the best audio, audio gets less than that. */
    private static final int PLENTY = 5;

    private final BitrateRange audio;
    private final BitrateRange video;

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
     * What that many tracks can use on the wire.
     *
     * @param careful whether to begin with the configured initial rate; a browser begins with care by itself
     */
    BitrateRange range(int audios, int videos, boolean careful) {
        long min = audios * (audio.min().bitsPerSecond() + AUDIO_HEADERS) + videos * withHeaders(LEAST_VIDEO);
        long initial = audios * (audio.initial().bitsPerSecond() + AUDIO_HEADERS)
                + videos * withHeaders(video.initial().bitsPerSecond());
        long max = audios * (audio.max().bitsPerSecond() + AUDIO_HEADERS)
                + videos * withHeaders(video.max().bitsPerSecond());
        return new BitrateRange(new Bitrate(min), new Bitrate(careful ? initial : max), new Bitrate(max));
    }

    private static long withHeaders(long bits) {
        return bits + bits / (VIDEO_HEADER_SHARE - 1) + 1;
    }

    /**
     * The part of one audio and of one video track.
     *
     * @param total on the wire
     */
    Map<MediaKind, Bitrate> share(Bitrate total, int audios, int videos) {
        long left = Math.max(0, total.bitsPerSecond() - audios * AUDIO_HEADERS);
        long voice = audio.max().bitsPerSecond();
        if (audios > 0) {
            voice = Math.min(voice, videos == 0 ? left / audios : left / PLENTY / audios);
            voice = Math.max(voice, audio.min().bitsPerSecond());
        }
        long picture = video.max().bitsPerSecond();
        if (videos > 0) {
            long each = Math.max(0, left - audios * voice) / videos;
            picture = Math.max(LEAST_VIDEO, Math.min(picture, each - each / VIDEO_HEADER_SHARE));
        }
        return Map.of(MediaKind.AUDIO, new Bitrate(voice), MediaKind.VIDEO, new Bitrate(picture));
    }

    /** What a track may have that nobody has to share with others. */
    Bitrate most(MediaKind kind) {
        return (kind == MediaKind.AUDIO ? audio : video).max();
    }

    /** What an encoder can be asked for, nearest to its part. */
    Bitrate forEncoder(MediaKind kind, Bitrate part) {
        return (kind == MediaKind.AUDIO ? audio : video).nearest(part);
    }
}
