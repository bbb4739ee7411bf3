package org.ducksoup.sfu.effect;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipelineFactory;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.parts.Timer;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.media.PublishedTrack;
import org.ducksoup.sfu.media.SessionEffects;
import org.ducksoup.sfu.media.SessionMedia;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The effects of the participants of one interaction: examined at the door, built when a participant is in, watched
 * from then on. On the interaction's thread.
 */
public final class Effects {
    private static final Logger LOGGER = LoggerFactory.getLogger(Effects.class);

    /** How long a check may take: somebody waits to join. */
    static final Duration MAX_CHECK = Duration.ofSeconds(2);

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
    private final Executor checks;
    private final Timer timer;

    /**
     * @param thread the interaction's
     * @param checks runs checks, which may block
     */
    public Effects(
            Owner owner,
            Pipelines pipelines,
            EffectRequests requests,
            EffectSettings settings,
            InteractionLog log,
            Executor thread,
            Executor checks,
            Timer timer) {
        this.owner = owner;
        this.pipelines = pipelines;
        this.requests = requests;
        this.settings = settings;
        this.log = log;
        this.thread = thread;
        this.checks = checks;
        this.timer = timer;
    }

    /**
     * Examines what a join asks for. Completes at once if it asks for no pipeline; otherwise on a thread for checks,
     * which may call a lab's code. A check that takes too long is a refusal.
     */
    public CompletableFuture<Examination> examine(JoinRequest request) {
        List<Processing> media;
        try {
            media = requests.requested(request, request.video().codec());
        } catch (PipelineSpecificationException e) {
            return CompletableFuture.completedFuture(Examination.refused(reason(e)));
        }
        if (media.isEmpty()) {
            return CompletableFuture.completedFuture(new Examination(null, media));
        }
        String option = request.audioFx() == null ? "videoFx" : "audioFx";
        Optional<MediaPipelineFactory> factory = pipelines.factory();
        if (factory.isEmpty()) {
            return CompletableFuture.completedFuture(Examination.refused(new Reason(
                    option,
                    "",
                    "this server cannot apply effects at the moment; ask its operator whether GStreamer is running")));
        }
        CompletableFuture<Examination> result = new CompletableFuture<>();
        Runnable stopWaiting = timer.schedule(
                MAX_CHECK,
                () -> result.complete(Examination.refused(
                        new Reason(option, "", "this effect took too long to say whether it can be had"))));
        checks.execute(() -> {
            try {
                result.complete(new Examination(objection(factory.get(), request, media), media));
            } catch (RuntimeException | LinkageError e) {
                LOGGER.error("an effect could not be checked", e);
                result.complete(Examination.refused(new Reason(option, "", "this effect could not be checked")));
            } finally {
                stopWaiting.run();
            }
        });
        return result;
    }

    private @Nullable Reason objection(MediaPipelineFactory factory, JoinRequest request, List<Processing> media) {
        try {
            factory.check(requests.specification(request, media));
            return null;
        } catch (PipelineSpecificationException e) {
            return media.stream()
                    .map(medium -> objection(factory, request, medium))
                    .filter(Objects::nonNull)
                    .findFirst()
                    // What only shows in both together: two effects of one name.
                    .orElseGet(() -> reason(e));
        }
    }

    /** Names the option that the page can change, and within the sentence what is wrong in it. */
    private @Nullable Reason objection(MediaPipelineFactory factory, JoinRequest request, Processing medium) {
        try {
            factory.check(requests.specification(request, List.of(medium)));
            return null;
        } catch (PipelineSpecificationException e) {
            String option = medium.kind() == MediaKind.AUDIO ? "audioFx" : "videoFx";
            return new Reason(option, e.value(), e.key() + " " + e.value() + ": " + e.getMessage());
        }
    }

    private static Reason reason(PipelineSpecificationException e) {
        return new Reason(e.key(), e.value(), String.valueOf(e.getMessage()));
    }

    /**
     * Begins to build the pipeline while ICE and DTLS run: it is there when the first packet is.
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
            }
        } catch (PipelineSpecificationException | IllegalArgumentException e) {
            fail(media, e);
        }
    }

    /** The page may name its effects differently after a reload. Then a value that was set before fits none. */
    private void restore(SessionMedia media, SessionEffects effects, EffectControl control) {
        try {
            effects.control(control);
        } catch (IllegalArgumentException e) {
            String what = control.effectName() + "." + control.property();
            log.tell(
                    s -> new InteractionEvent.SignalingIgnored(
                            s, "client_control", what + " was set before and fits no more: " + e.getMessage()),
                    media.participant().userId());
        }
    }

    private @Nullable SessionEffects build(SessionMedia media, List<Processing> processed)
            throws PipelineSpecificationException {
        if (processed.isEmpty()) {
            return null;
        }
        MediaPipelineFactory factory = pipelines.required("effect", "");
        return new PipelineEffects(factory, requests.specification(media.request(), processed), new Events(media));
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
        // With the policy "pass" the medium went around the pipeline meanwhile.
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
