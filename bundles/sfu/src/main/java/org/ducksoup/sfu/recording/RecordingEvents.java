package org.ducksoup.sfu.recording;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.RecordingGap;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.media.PublishedTrack;
import org.ducksoup.sfu.media.SessionMedia;
import org.ducksoup.sfu.routing.KeyFrameCause;
import org.ducksoup.sfu.routing.KeyFrames;
import org.jspecify.annotations.Nullable;

/** Brings what a recording says to the interaction's thread. */
final class RecordingEvents implements SessionRecording.Listener {
    private final SessionMedia media;
    private final long originNanos;
    private final InteractionLog log;
    private final Executor thread;
    private final KeyFrames keyFrames;

    /**
     * @param originNanos begin of the timeline
     * @param thread the interaction's
     */
    RecordingEvents(SessionMedia media, long originNanos, InteractionLog log, Executor thread, KeyFrames keyFrames) {
        this.media = media;
        this.originNanos = originNanos;
        this.log = log;
        this.thread = thread;
        this.keyFrames = keyFrames;
    }

    private void tell(Function<InteractionEvent.Scope, InteractionEvent> event) {
        thread.execute(() -> log.tell(event, media.participant().userId()));
    }

    @Override
    public void onStalled(String reason) {
        tell(s -> new InteractionEvent.RecordingStalled(s, reason));
    }

    @Override
    public void onRecorderLost(String reason) {
        tell(s -> new InteractionEvent.RecorderLost(s, reason));
    }

    @Override
    public void onResumed(@Nullable Span missing, RecordingGap.Cause cause) {
        RecordingGap gap = missing == null
                ? null
                : new RecordingGap(
                        Duration.ofNanos(missing.fromNanos() - originNanos),
                        Duration.ofNanos(missing.toNanos() - originNanos),
                        cause);
        tell(s -> new InteractionEvent.RecordingResumed(s, gap));
    }

    @Override
    public void onFailed(String reason, boolean isFinal) {
        tell(s -> new InteractionEvent.RecordingFailed(s, reason, isFinal));
    }

    @Override
    public void onKeyFrameNeeded(RecordedTrack track) {
        thread.execute(() -> requestKeyFrame(track.tap()));
    }

    private void requestKeyFrame(Tap tap) {
        PublishedTrack video = media.published().get(MediaKind.VIDEO);
        if (video == null) {
            return;
        }
        if (tap == Tap.DRY) {
            keyFrames.requestFromSource(video, KeyFrameCause.RECORDING);
        } else {
            keyFrames.request(video, KeyFrameCause.RECORDING);
        }
    }
}
