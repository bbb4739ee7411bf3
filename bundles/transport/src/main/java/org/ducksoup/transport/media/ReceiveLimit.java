package org.ducksoup.transport.media;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.rtp.rtcp.ReceiverEstimatedMaximumBitrate;
import org.jspecify.annotations.Nullable;

/**
 * The rate that the remote side may send, all tracks together: the configured maximum, or the rate that all receivers
 * of its tracks can take.
 */
public final class ReceiveLimit {
    /**
     * The share of sound that no receiver limits, because an effect encodes it again: as much as browsers send, and a
     * little more.
     */
    private static final long UNLIMITED_AUDIO = 64_000;

    private final RtpDemuxer demuxer;
    private final int reporterSsrc;
    private final Bitrate most;

    public ReceiveLimit(RtpDemuxer demuxer, int reporterSsrc, Bitrate most) {
        this.demuxer = demuxer;
        this.reporterSsrc = reporterSsrc;
        this.most = most;
    }

    /**
     * The message with the limit. Without it a browser starts at 300 kbit/s and stays there for a long time.
     *
     * @return null without video, because only video can follow a limit
     */
    @Nullable
    ReceiverEstimatedMaximumBitrate message() {
        List<Integer> videos = new ArrayList<>();
        long sum = 0;
        boolean limited = true;
        for (TrackReceiver receiver : demuxer.receivers()) {
            Bitrate limit = receiver.limit();
            sum += limit == null ? UNLIMITED_AUDIO : limit.bitsPerSecond();
            if (receiver.kind() == MediaKind.VIDEO) {
                videos.add(receiver.ssrc());
                limited &= limit != null;
            }
        }
        if (videos.isEmpty()) {
            return null;
        }
        long rate = limited ? Math.min(sum, most.bitsPerSecond()) : most.bitsPerSecond();
        return new ReceiverEstimatedMaximumBitrate(reporterSsrc, rate, videos);
    }
}
