package org.ducksoup.sfu.media;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * The way of one session's media through the server:
 *
 * <pre>
 *   RtpReceiver -> tap DRY ------------------------> PublishedTrack      without an effect
 *   RtpReceiver -> tap DRY -> pipeline -> tap WET -> PublishedTrack      with one
 *   RtpReceiver -> tap DRY -------------> tap WET -> PublishedTrack      while a lost one is passed by
 * </pre>
 *
 * A track's first {@link #attach} is called on the receive thread; everything else on the interaction's.
 */
public final class SessionMedia {
    private final Participant participant;
    private final JoinRequest request;
    private final Map<MediaKind, PublishedTrack> published = new EnumMap<>(MediaKind.class);
    private final Map<RecordedTrack, TrackTap> taps = new ConcurrentHashMap<>();
    private volatile @Nullable SessionEffects effects;

    /** @param request with which the participant joined */
    public SessionMedia(Participant participant, JoinRequest request) {
        this.participant = participant;
        this.request = request;
    }

    public Participant participant() {
        return participant;
    }

    public JoinRequest request() {
        return request;
    }

    /** Sets the effects of this session. They count from the next {@link #attach} on. */
    public void processWith(@Nullable SessionEffects newEffects) {
        effects = newEffects;
    }

    @Nullable
    public SessionEffects effects() {
        return effects;
    }

    /** Makes the way from a track's receiver to its subscribers, or makes it anew after the effects have changed. */
    public void attach(PublishedTrack track) {
        RtpReceiver receiver = track.source();
        MediaKind kind = track.kind();
        SessionEffects current = effects;
        if (current != null && current.handles(kind)) {
            if (!current.fits(kind, track.codec())) {
                // The effects are about to be built for this codec. Until then nothing goes out: it would be unchanged.
                receiver.forwardTo(tap(Tap.DRY, track, (lent, arrivalNanos) -> {}));
                return;
            }
            TrackTap wet = tap(Tap.WET, track, track);
            boolean passes = current.passes(kind);
            track.processedBy(passes ? null : current);
            current.deliver(kind, wet, wet.recordersOnly());
            RtpSink into = current.input(kind);
            receiver.forwardTo(tap(Tap.DRY, track, passes ? both(wet.bypass(), into) : into));
        } else {
            track.processedBy(null);
            // Behind an effect that is gone for good a recorder goes on listening.
            TrackTap wet = taps.get(new RecordedTrack(Tap.WET, track.codec()));
            receiver.forwardTo(tap(Tap.DRY, track, wet == null ? track : wet.bypass()));
        }
    }

    private static RtpSink both(RtpSink one, RtpSink other) {
        return new RtpSink() {
            @Override
            public void onPacket(RtpPacket lent, long arrivalNanos) {
                one.onPacket(lent, arrivalNanos);
                other.onPacket(lent, arrivalNanos);
            }

            @Override
            public void onSenderReport(long ntpTime, long rtpTimestamp) {
                one.onSenderReport(ntpTime, rtpTimestamp);
                other.onSenderReport(ntpTime, rtpTimestamp);
            }
        };
    }

    private TrackTap tap(Tap where, PublishedTrack track, RtpSink next) {
        TrackTap tap = taps.computeIfAbsent(new RecordedTrack(where, track.codec()), unused -> new TrackTap(next));
        tap.leadTo(next);
        return tap;
    }

    /** Where each track can be recorded that there is now. The taps stay the same for the life of the session. */
    public Map<RecordedTrack, TrackTap> taps() {
        Map<RecordedTrack, TrackTap> present = new HashMap<>();
        taps.forEach((recorded, tap) -> {
            PublishedTrack track = published.get(recorded.kind());
            if (track == null || track.codec() == recorded.codec()) {
                present.put(recorded, tap);
            }
        });
        return present;
    }

    public Map<MediaKind, PublishedTrack> published() {
        return published;
    }

    public void close() {
        SessionEffects current = effects;
        if (current != null) {
            current.close();
        }
    }
}
