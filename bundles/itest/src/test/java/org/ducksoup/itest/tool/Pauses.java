package org.ducksoup.itest.tool;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.testkit.media.ReceivedTrack;
import org.ducksoup.testkit.peer.HeadlessParticipant;

/** The longest pause between two packets that a participant receives, for each medium. */
public final class Pauses {
    private static final class Pause implements RtpSink {
        private long last;
        private long longest;

        @Override
        public synchronized void onPacket(RtpPacket lent, long arrivalNanos) {
            longest = last == 0 ? 0 : Math.max(longest, arrivalNanos - last);
            last = arrivalNanos;
        }

        @Override
        public void onSenderReport(long ntpTime, long rtpTimestamp) {
            // No packet of media.
        }

        synchronized long longest() {
            return longest;
        }

        synchronized long take() {
            // A pause that goes on counts.
            long taken = Math.max(longest, last == 0 ? 0 : System.nanoTime() - last);
            longest = 0;
            return taken;
        }
    }

    private final Map<MediaKind, Pause> pauses = new EnumMap<>(MediaKind.class);

    /** @param participant receives all its tracks already */
    public Pauses(HeadlessParticipant participant) {
        for (ReceivedTrack track : participant.tracks()) {
            Pause pause = new Pause();
            pauses.put(track.kind(), pause);
            track.copyTo(pause);
        }
    }

    /** The longest pause between two packets since the last {@link #take}; one that goes on does not count. */
    public Duration longest(MediaKind kind) {
        return Duration.ofNanos(pauses.get(kind).longest());
    }

    /** The longest pause since this was last asked. */
    public Duration take(MediaKind kind) {
        return Duration.ofNanos(pauses.get(kind).take());
    }
}
