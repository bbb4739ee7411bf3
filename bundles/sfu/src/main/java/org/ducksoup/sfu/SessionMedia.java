package org.ducksoup.sfu;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.api.transport.RtpSink;
import org.jspecify.annotations.Nullable;

/**
 * The way of one session's media through the server:
 *
 * <pre>
 *   RtpReceiver -> tap DRY ------------------------> PublishedTrack      without an effect
 *   RtpReceiver -> tap DRY -> pipeline -> tap WET -> PublishedTrack      with one
 * </pre>
 *
 * {@link #attach} is called on the receive thread, everything else on the interaction's.
 */
final class SessionMedia {
    private final Participant participant;
    private final JoinRequest request;
    private final Map<MediaKind, PublishedTrack> published = new EnumMap<>(MediaKind.class);
    private final Map<RecordedTrack, TrackTap> taps = new ConcurrentHashMap<>();
    private volatile @Nullable EffectProcessing effects;

    /** @param request with which the participant joined */
    SessionMedia(Participant participant, JoinRequest request) {
        this.participant = participant;
        this.request = request;
    }

    Participant participant() {
        return participant;
    }

    JoinRequest request() {
        return request;
    }

    /** What changes this session's media; set before the first track can arrive, or before {@link #attach} again. */
    void effects(@Nullable EffectProcessing newEffects) {
        effects = newEffects;
    }

    @Nullable
    EffectProcessing effects() {
        return effects;
    }

    /** Makes the way from a receiver to its subscribers. */
    void attach(PublishedTrack track) {
        RtpReceiver receiver = track.source();
        EffectProcessing current = effects;
        MediaKind kind = receiver.kind();
        if (current == null || !current.handles(kind)) {
            track.effects(null);
            receiver.forwardTo(tap(Tap.DRY, receiver, track));
        } else {
            boolean passes = current.passes(kind);
            track.effects(passes ? null : current);
            current.output(kind, tap(Tap.WET, receiver, track));
            RtpSink into = current.input(kind);
            receiver.forwardTo(tap(Tap.DRY, receiver, passes ? both(track, into) : into));
        }
    }

    private static RtpSink both(RtpSink one, RtpSink other) {
        return (lent, arrivalNanos) -> {
            one.onPacket(lent, arrivalNanos);
            other.onPacket(lent, arrivalNanos);
        };
    }

    private TrackTap tap(Tap where, RtpReceiver receiver, RtpSink next) {
        TrackTap tap = new TrackTap(next);
        taps.put(new RecordedTrack(where, receiver.codec()), tap);
        return tap;
    }

    /** Where each track can be recorded. */
    Map<RecordedTrack, TrackTap> taps() {
        return taps;
    }

    Map<MediaKind, PublishedTrack> published() {
        return published;
    }

    void close() {
        EffectProcessing current = effects;
        if (current != null) {
            current.close();
        }
    }
}
