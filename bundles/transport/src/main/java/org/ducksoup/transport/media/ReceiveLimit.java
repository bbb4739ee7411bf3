package org.ducksoup.transport.media;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.rtp.rtcp.ReceiverEstimatedMaximumBitrate;
import org.jspecify.annotations.Nullable;

/** What the remote side may send, all tracks together: as much as configured, or as all their receivers can take. */
public final class ReceiveLimit {
    /** Of sound that nobody limits, since an effect encodes it anew: as much as browsers send, and some more. */
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
     * The message that says it; without this word a browser starts at 300 kbit/s and stays there for long.
     *
     * @return null if there is no video, which alone can follow
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
