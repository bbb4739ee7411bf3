package org.ducksoup.sfu.routing;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.Scope;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.parts.Timer;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.media.PublishedTrack;
import org.ducksoup.sfu.media.SessionEffects;

/** Asks for key frames of the tracks of one interaction, where they are encoded. On the interaction's thread. */
public final class KeyFrames {
    private static final KeyFrameRequester.Listener UNHEARD = new KeyFrameRequester.Listener() {
        @Override
        public void onSent(KeyFrameCause cause) {}

        @Override
        public void onSkipped(KeyFrameCause cause) {}
    };

    private final InteractionLog log;
    private final Timer timer;
    private final Executor thread;
    private final Map<PublishedTrack, KeyFrameRequester> sources = new HashMap<>();
    private final Map<PublishedTrack, KeyFrameRequester> encoders = new HashMap<>();

    /** @param thread the interaction's */
    public KeyFrames(InteractionLog log, Timer timer, Executor thread) {
        this.log = log;
        this.timer = timer;
        this.thread = thread;
    }

    /** Asks whoever encodes what the receivers get: an encoder in this server, or the participant's browser. */
    public void request(PublishedTrack track, KeyFrameCause cause) {
        if (track.kind() != MediaKind.VIDEO || track.isWithdrawn()) {
            return;
        }
        SessionEffects effects = track.effects();
        if (effects == null) {
            requestFromSource(track, cause);
        } else {
            // The receivers have lost a picture of the encoder in this server.
            encoders.computeIfAbsent(
                            track,
                            unused -> new KeyFrameRequester(
                                    effects::requestKeyFrame, () -> Duration.ZERO, timer, UNHEARD))
                    .request(cause, thread);
        }
    }

    /** Asks the participant's browser. */
    public void requestFromSource(PublishedTrack track, KeyFrameCause cause) {
        if (!track.isWithdrawn()) {
            sources.computeIfAbsent(track, this::source).request(cause, thread);
        }
    }

    /** Asks for nothing more of a track. */
    void forget(PublishedTrack track) {
        sources.remove(track);
        encoders.remove(track);
    }

    private KeyFrameRequester source(PublishedTrack track) {
        return new KeyFrameRequester(
                track.source()::requestKeyFrame,
                track.source()::roundTripTime,
                timer,
                new KeyFrameRequester.Listener() {
                    @Override
                    public void onSent(KeyFrameCause cause) {
                        tell(s -> new InteractionEvent.KeyFrameRequested(s, cause.token()));
                    }

                    @Override
                    public void onSkipped(KeyFrameCause cause) {
                        tell(s -> new InteractionEvent.KeyFrameRequestSkipped(s, cause.token()));
                    }

                    private void tell(Function<Scope, InteractionEvent> event) {
                        // A request that was put off may be made after the participant has left.
                        if (!track.isWithdrawn()) {
                            log.tell(event, track.participant().userId());
                        }
                    }
                });
    }
}
