package org.ducksoup.sfu.effect;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.media.PublishedTrack;
import org.ducksoup.sfu.media.SessionEffects;
import org.ducksoup.sfu.media.SessionMedia;
import org.jspecify.annotations.Nullable;

/**
 * The effects of the participants of one interaction, from the moment a participant is in. They are built when the
 * participant's media can flow. On the interaction's thread.
 */
public final class Effects {
    /** Hears, on the interaction's thread, what concerns more than the effects. */
    public interface Owner {
        /** Whether the session of this media still belongs to the interaction. */
        boolean isPresent(SessionMedia media);

        /** Whether the effects run, and nothing of them may ever be heard or seen. */
        boolean areOutOfCircuit(SessionMedia media);

        /** There are effects that can be controlled: new ones, or again after a loss. */
        void onEffectsBegun(SessionMedia media);

        /** The effects work now, or it is certain that they will not. */
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

    /**
     * Prepares the pipeline. It is built when the connection stands and media can flow: a join alone costs little. Until then, and
     * until it runs, what the participant sends goes nowhere else.
     *
     * @param controls that the participant's effects had before a reconnection
     * @param processed media that go through it, as they were checked
     */
    public void begin(SessionMedia media, Collection<EffectControl> controls, List<Processing> processed) {
        try {
            SessionEffects effects = build(media, processed);
            media.processWith(effects);
            if (effects != null) {
                controls.forEach(control -> restore(media, effects, control));
                owner.onEffectsBegun(media);
            }
        } catch (PipelineSpecificationException | IllegalArgumentException e) {
            fail(media, e);
        }
    }

    /** Builds what was prepared for this media. From any thread. */
    public static void start(SessionMedia media) {
        SessionEffects effects = media.effects();
        if (effects != null) {
            effects.start();
        }
    }

    /** The page may name its effects differently after a reload. Then a value that was set before fits none. */
    private void restore(SessionMedia media, SessionEffects effects, EffectControl control) {
        try {
            effects.control(control, ChangeTime.AT_ONCE);
        } catch (IllegalArgumentException e) {
            String what = control.effectName() + "." + control.property();
            log.tell(
                    s -> new InteractionEvent.SignalingIgnored(
                            s, "client_control", what + " was set before and fits no more: " + e.getMessage()),
                    media.participant().userId());
        }
    }

    /** Memory of the processes that these media need besides the server. */
    public long bytesElsewhere(JoinRequest request, List<Processing> processed) {
        return processed.isEmpty()
                ? 0
                : pipelines
                        .factory()
                        .map(factory -> factory.bytesElsewhere(requests.specification(request, processed)))
                        .orElse(0L);
    }

    private @Nullable SessionEffects build(SessionMedia media, List<Processing> processed)
            throws PipelineSpecificationException {
        if (processed.isEmpty()) {
            return null;
        }
        boolean areOut = owner.areOutOfCircuit(media);
        List<Processing> built = areOut ? AllOut.named(processed) : processed;
        PipelineEffects effects = new PipelineEffects(
                pipelines, requests.specification(media.request(), built), new Events(media), thread);
        if (areOut) {
            // Before anybody can push a packet. What cannot be taken out is not built: silence is better than a
            // manipulated voice.
            try {
                AllOut.names(built).forEach(name -> effects.setInCircuit(name, false, ChangeTime.AT_ONCE));
            } catch (IllegalArgumentException e) {
                effects.close();
                throw e;
            }
        }
        return effects;
    }

    private void fail(SessionMedia media, Exception cause) {
        media.processWith(new SilentEffects(media.request()));
        lost(media, null, String.valueOf(cause.getMessage()));
    }

    /** The browser may send another codec than was asked of it. Then the pipeline is built anew for that one. */
    public void fit(SessionMedia media, Collection<EffectControl> controls, PublishedTrack track) {
        SessionEffects processing = media.effects();
        if (processing == null || processing.fits(track.kind(), track.codec())) {
            // The effects may have been built anew after this track's first packet had found its way.
            media.attach(track);
            return;
        }
        processing.close();
        try {
            begin(media, controls, requests.requested(media.request(), track.codec()));
        } catch (PipelineSpecificationException e) {
            fail(media, e);
        }
        start(media);
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
        processing.control(control, ChangeTime.AT_ONCE);
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
                if (processing instanceof SilentEffects) {
                    media.processWith(null);
                } else if (processing != null) {
                    // A lost pipeline is kept: with the next version of its bundle it comes back.
                    EnumSet<MediaKind> kinds = kind == null ? EnumSet.allOf(MediaKind.class) : EnumSet.of(kind);
                    kinds.forEach(each -> processing.letPass(each, true));
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
        // With the policy "pass" the medium went around the pipeline meanwhile.
        if (processing != null && settings.whenLost() == EffectSettings.LossPolicy.PASS) {
            processing.letPass(kind, false);
            reattach(media);
        }
        owner.onEffectsBegun(media);
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
            // A decoder asks with every packet that it cannot use. One request waits at a time.
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
        public void onEffectSlow(MediaKind kind, double share) {
            thread.execute(() -> {
                if (owner.isPresent(media)) {
                    log.tell(
                            s -> new InteractionEvent.EffectSlow(s, kind, share),
                            media.participant().userId());
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
