package org.ducksoup.sfu;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipelineFactory;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.jspecify.annotations.Nullable;

/** What participants of one interaction ask to be done to their media: checked at the door, built when they are in. */
final class Effects {
    private final Interaction interaction;
    private final Pipelines pipelines;
    private final MediaSettings settings;

    Effects(Interaction interaction, InteractionEnvironment environment) {
        this.interaction = interaction;
        this.pipelines = environment.pipelines();
        this.settings = environment.settings();
    }

    /** Why a participant cannot have the effects it asks for, or null if it can, or asks for none. */
    @Nullable
    Reason refusal(JoinRequest request) {
        try {
            List<Processing> media = requested(request, request.video().codec());
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
            factory.get().check(specification(request, media));
            return null;
        } catch (PipelineSpecificationException e) {
            return new Reason(e.key(), e.value(), String.valueOf(e.getMessage()));
        }
    }

    /** Names the option that the page can change, and within the sentence what is wrong in it. */
    private @Nullable Reason refusal(MediaPipelineFactory factory, JoinRequest request, Processing medium) {
        try {
            factory.check(specification(request, List.of(medium)));
            return null;
        } catch (PipelineSpecificationException e) {
            String option = medium.kind() == MediaKind.AUDIO ? "audioFx" : "videoFx";
            return new Reason(option, e.value(), e.key() + " " + e.value() + ": " + e.getMessage());
        }
    }

    /** The pipeline is built while ICE and DTLS run: it is there when the first packet is. */
    void begin(ConnectedSession session, Participant seat, Codec video) {
        try {
            EffectProcessing processing = build(session.request(), video, new Events(session));
            session.media().effects(processing);
            if (processing != null) {
                // Who comes back finds the effect as it was left.
                seat.controls().forEach(processing::control);
            }
        } catch (PipelineSpecificationException | IllegalArgumentException e) {
            session.media().effects(EffectProcessing.silent(session.request()));
            lost(session, null, String.valueOf(e.getMessage()));
        }
    }

    private List<Processing> requested(JoinRequest request, Codec video) throws PipelineSpecificationException {
        RecordingMode mode = interaction.mode();
        Treatment untouched = mode.untouched();
        if (untouched != null) {
            return EffectProcessing.untouched(request, video, untouched);
        }
        return mode.effects()
                ? EffectProcessing.requested(request, video, mode.constantRate(), settings, pipelines.presets())
                : List.of();
    }

    private @Nullable EffectProcessing build(JoinRequest request, Codec video, EffectProcessing.Listener listener)
            throws PipelineSpecificationException {
        List<Processing> media = requested(request, video);
        if (media.isEmpty()) {
            return null;
        }
        MediaPipelineFactory factory = pipelines
                .factory()
                .orElseThrow(
                        () -> new PipelineSpecificationException("effect", "", "no media pipelines at the moment"));
        return EffectProcessing.build(factory, specification(request, media), listener);
    }

    /** The browser may send another codec than was asked of it; then what was built for that one is built anew. */
    void fit(ConnectedSession session, PublishedTrack track) {
        EffectProcessing processing = session.media().effects();
        Participant seat = session.participant();
        if (processing == null || processing.fits(track.kind(), track.codec())) {
            return;
        }
        processing.close();
        begin(session, seat, track.codec());
        reattach(session);
        session.media().attach(track.source(), track);
    }

    /** Sets a property of a participant's effect, for whoever asks. */
    void control(ConnectedSession asking, Participant target, EffectControl control) {
        ConnectedSession there = target.session();
        EffectProcessing processing = there == null ? null : there.media().effects();
        if (processing == null) {
            asking.ignored("client_control", "no effect is named " + control.effectName());
            return;
        }
        try {
            processing.control(control);
            target.remember(control);
            interaction.tell(s -> new InteractionEvent.EffectControlled(s, control), asking);
        } catch (IllegalArgumentException e) {
            asking.ignored("client_control", String.valueOf(e.getMessage()));
        }
    }

    private void lost(ConnectedSession session, @Nullable MediaKind kind, String reason) {
        interaction.tell(s -> new InteractionEvent.EffectLost(s, kind, reason), session);
        switch (settings.whenEffectIsLost()) {
            case MUTE -> {
                // Nothing comes out of the pipeline any more, and nothing else goes to the subscribers.
            }
            case PASS -> {
                EffectProcessing processing = session.media().effects();
                if (kind == null || processing == null) {
                    session.media().effects(null);
                } else {
                    processing.passes(kind, true);
                }
                reattach(session);
            }
            case END -> interaction.end(InteractionEvent.EndReason.EFFECT_LOST);
        }
    }

    private void restarted(ConnectedSession session, MediaKind kind) {
        interaction.tell(s -> new InteractionEvent.EffectRestarted(s, kind), session);
        EffectProcessing processing = session.media().effects();
        // With the policy "pass" it went around the pipeline meanwhile.
        if (processing != null && settings.whenEffectIsLost() == MediaSettings.EffectLossPolicy.PASS) {
            processing.passes(kind, false);
            reattach(session);
        }
    }

    private static void reattach(ConnectedSession session) {
        session.published().values().forEach(track -> session.media().attach(track.source(), track));
    }

    /** Brings what a session's pipeline says to the interaction's thread. */
    private final class Events implements EffectProcessing.Listener {
        private final ConnectedSession session;
        private final AtomicBoolean keyFrameNeeded = new AtomicBoolean();

        Events(ConnectedSession session) {
            this.session = session;
        }

        @Override
        public void onStarted() {
            interaction.execute(() -> interaction.effectsStarted(session));
        }

        @Override
        public void onKeyFrameNeeded() {
            // A decoder asks with every packet that is of no use to it; once is enough until we have heard.
            if (keyFrameNeeded.compareAndSet(false, true)) {
                interaction.execute(() -> {
                    keyFrameNeeded.set(false);
                    interaction.keyFrameNeeded(session);
                });
            }
        }

        @Override
        public void onEffectRestarted(MediaKind kind) {
            interaction.execute(() -> {
                if (interaction.sessions().contains(session)) {
                    restarted(session, kind);
                }
            });
        }

        @Override
        public void onEffectLost(@Nullable MediaKind kind, String reason) {
            interaction.execute(() -> {
                if (interaction.sessions().contains(session)) {
                    lost(session, kind, reason);
                    interaction.effectsStarted(session);
                }
            });
        }
    }

    /** Encodes a session's dry video again, for its recording alone. */
    Reencoding reencoding(ConnectedSession session, Codec video, Reencoding.Listener listener)
            throws PipelineSpecificationException {
        MediaPipelineFactory factory = pipelines
                .factory()
                .orElseThrow(() -> new PipelineSpecificationException(
                        "recordingMode", "reenc", "no media pipelines at the moment"));
        JoinRequest request = session.request();
        Processing medium = EffectProcessing.reencoding(request, video, settings);
        String name = request.key().namespace() + "/" + request.key().name() + "/" + request.userId() + "/reenc";
        return new Reencoding(factory, name, settings.maxPacketSize(), medium, listener);
    }

    private PipelineSpecification specification(JoinRequest request, List<Processing> media) {
        String name = request.key().namespace() + "/" + request.key().name() + "/" + request.userId();
        return new PipelineSpecification(name, settings.maxPacketSize(), media);
    }
}
