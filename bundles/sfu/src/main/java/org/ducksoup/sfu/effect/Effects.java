package org.ducksoup.sfu.effect;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipelineFactory;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.media.PublishedTrack;
import org.ducksoup.sfu.media.SessionEffects;
import org.ducksoup.sfu.media.SessionMedia;
import org.jspecify.annotations.Nullable;

/** What participants of one interaction ask to be done to their media: checked at the door, built when they are in. */
public final class Effects {
    /** Hears, on the interaction's thread, what concerns more than the effects. */
    public interface Owner {
        /** Whether the session of this media still belongs to the interaction. */
        boolean isPresent(SessionMedia media);

        /** The media is changed as wished from now on, or it is clear that it will not be. */
        void onEffectsReady(SessionMedia media);

        /** A decoder in this server cannot go on without a key frame. */
        void onKeyFrameNeeded(SessionMedia media);

        /** An effect is lost, and the installation wants interactions to end then. */
        void endForLostEffect();
    }

    private final Owner owner;
    private final Pipelines pipelines;
    private final EffectRequests requests;
    private final EffectSettings settings;
    private final InteractionLog log;
    private final Executor thread;

    /** @param thread the interaction's */
    public Effects(
            Owner owner,
            Pipelines pipelines,
            EffectRequests requests,
            EffectSettings settings,
            InteractionLog log,
            Executor thread) {
        this.owner = owner;
        this.pipelines = pipelines;
        this.requests = requests;
        this.settings = settings;
        this.log = log;
        this.thread = thread;
    }

    /** Why a participant cannot have the effects it asks for, or null if it can, or asks for none. */
    @Nullable
    public Reason refusal(JoinRequest request) {
        try {
            List<Processing> media = requests.requested(request, request.video().codec());
            if (media.isEmpty()) {
                return null;
            }
            Optional<MediaPipelineFactory> factory = pipelines.factory();
            if (factory.isEmpty()) {
                return new Reason(
                        request.audioFx() == null ? "videoFx" : "audioFx",
                        "",
                        "this server cannot apply effects at the moment; ask its operator whether GStreamer is running");
            }
            for (Processing medium : media) {
                Reason wrong = refusal(factory.get(), request, medium);
                if (wrong != null) {
                    return wrong;
                }
            }
            // Together, for what only shows then: two effects of one name.
            factory.get().check(requests.specification(request, media));
            return null;
        } catch (PipelineSpecificationException e) {
            return new Reason(e.key(), e.value(), String.valueOf(e.getMessage()));
        }
    }

    /** Names the option that the page can change, and within the sentence what is wrong in it. */
    private @Nullable Reason refusal(MediaPipelineFactory factory, JoinRequest request, Processing medium) {
        try {
            factory.check(requests.specification(request, List.of(medium)));
            return null;
        } catch (PipelineSpecificationException e) {
            String option = medium.kind() == MediaKind.AUDIO ? "audioFx" : "videoFx";
            return new Reason(option, e.value(), e.key() + " " + e.value() + ": " + e.getMessage());
        }
    }

    /** The pipeline is built while ICE and DTLS run: it is there when the first packet is. */
    public void begin(SessionMedia media, Collection<EffectControl> controls, Codec video) {
        try {
            SessionEffects processing = build(media.request(), video, new Events(media));
            media.processWith(processing);
            if (processing != null) {
                // Who comes back finds the effect as it was left.
                controls.forEach(processing::control);
            }
        } catch (PipelineSpecificationException | IllegalArgumentException e) {
            media.processWith(new SilentEffects(media.request()));
            lost(media, null, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable SessionEffects build(JoinRequest request, Codec video, PipelineEffects.Listener listener)
            throws PipelineSpecificationException {
        List<Processing> media = requests.requested(request, video);
        if (media.isEmpty()) {
            return null;
        }
        MediaPipelineFactory factory = pipelines.required("effect", "");
        return new PipelineEffects(factory, requests.specification(request, media), listener);
    }

    /** The browser may send another codec than was asked of it. Then the pipeline is built anew for that one. */
    public void fit(SessionMedia media, Collection<EffectControl> controls, PublishedTrack track) {
        SessionEffects processing = media.effects();
        if (processing == null || processing.fits(track.kind(), track.codec())) {
            return;
        }
        processing.close();
        begin(media, controls, track.codec());
        reattach(media);
        media.attach(track);
    }

    /**
     * Sets a property of an effect.
     *
     * @param media of the participant whose effect it is; null if that participant is away
     * @throws IllegalArgumentException saying what is allowed
     */
    public static void control(@Nullable SessionMedia media, EffectControl control) {
        SessionEffects processing = media == null ? null : media.effects();
        if (processing == null) {
            throw new IllegalArgumentException("no effect is named " + control.effectName());
        }
        processing.control(control);
    }

    private void lost(SessionMedia media, @Nullable MediaKind kind, String reason) {
        log.tell(
                s -> new InteractionEvent.EffectLost(s, kind, reason),
                media.participant().userId());
        switch (settings.whenLost()) {
            case MUTE -> {
                // Nothing comes out of the pipeline any more, and nothing else goes to the subscribers.
            }
            case PASS -> {
                SessionEffects processing = media.effects();
                if (kind == null || processing == null) {
                    media.processWith(null);
                } else {
                    processing.letPass(kind, true);
                }
                reattach(media);
            }
            case END -> owner.endForLostEffect();
        }
    }

    private void restarted(SessionMedia media, MediaKind kind) {
        log.tell(
                s -> new InteractionEvent.EffectRestarted(s, kind),
                media.participant().userId());
        SessionEffects processing = media.effects();
        // With the policy "pass" it went around the pipeline meanwhile.
        if (processing != null && settings.whenLost() == EffectSettings.LossPolicy.PASS) {
            processing.letPass(kind, false);
            reattach(media);
        }
    }

    private static void reattach(SessionMedia media) {
        media.published().values().forEach(media::attach);
    }

    /** Brings what a session's pipeline says to the interaction's thread. */
    private final class Events implements PipelineEffects.Listener {
        private final SessionMedia media;
        private final AtomicBoolean keyFrameNeeded = new AtomicBoolean();

        Events(SessionMedia media) {
            this.media = media;
        }

        @Override
        public void onStarted() {
            thread.execute(() -> owner.onEffectsReady(media));
        }

        @Override
        public void onKeyFrameNeeded() {
            // A decoder asks with every packet that is of no use to it; once is enough until we have heard.
            if (keyFrameNeeded.compareAndSet(false, true)) {
                thread.execute(() -> {
                    keyFrameNeeded.set(false);
                    owner.onKeyFrameNeeded(media);
                });
            }
        }

        @Override
        public void onEffectRestarted(MediaKind kind) {
            thread.execute(() -> {
                if (owner.isPresent(media)) {
                    restarted(media, kind);
                }
            });
        }

        @Override
        public void onEffectLost(@Nullable MediaKind kind, String reason) {
            thread.execute(() -> {
                if (owner.isPresent(media)) {
                    lost(media, kind, reason);
                    owner.onEffectsReady(media);
                }
            });
        }
    }
}
