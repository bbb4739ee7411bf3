package org.ducksoup.sfu;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.sfu.bitrate.BitrateControl;
import org.ducksoup.sfu.bitrate.TrackSampler;
import org.ducksoup.sfu.capacity.Demand;
import org.ducksoup.sfu.capacity.Load;
import org.ducksoup.sfu.configuration.MediaSettings;
import org.ducksoup.sfu.effect.EffectExaminer;
import org.ducksoup.sfu.effect.EffectRequests;
import org.ducksoup.sfu.effect.Effects;
import org.ducksoup.sfu.effect.Pipelines;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.host.InteractionEnvironment;
import org.ducksoup.sfu.media.RecordingMode;
import org.ducksoup.sfu.recording.InteractionRecordings;
import org.ducksoup.sfu.recording.Reencoding;
import org.ducksoup.sfu.routing.KeyFrames;
import org.ducksoup.sfu.routing.Router;
import org.ducksoup.sfu.routing.Routes;
import org.ducksoup.sfu.time.Agenda;

/** Builds and connects everything that handles the media of one interaction. On the interaction's thread. */
final class InteractionMedia {
    private final RecordingMode mode;
    private final EffectExaminer examiner;
    private final Effects effects;
    private final KeyFrames keyFrames;
    private final BitrateControl bitrates;
    private final Router router;
    private final TrackSampler sampler;
    private final InteractionRecordings recordings;

    /**
     * @param first join of the interaction; its mode counts for everybody
     * @param listened whose voice somebody may have to listen to in front of its effect
     * @param thread the interaction's
     */
    InteractionMedia(
            JoinRequest first,
            InteractionEnvironment environment,
            Interaction interaction,
            Seats seats,
            Predicate<JoinRequest> listened,
            InteractionLog log,
            Agenda agenda,
            Executor thread) {
        MediaSettings settings = environment.settings();
        Pipelines pipelines = environment.pipelines();
        RecordingMode asked = RecordingMode.of(first.recordingMode());
        mode = settings.recording().noRecording() ? asked.withoutRecording() : asked;
        EffectRequests requests =
                new EffectRequests(mode, settings.effects(), pipelines.presets().current(), listened);
        examiner = new EffectExaminer(pipelines, requests, environment.checks(), environment.timer());
        keyFrames = new KeyFrames(log, environment.timer(), thread);
        EffectEvents events = new EffectEvents(interaction, seats, log, keyFrames);
        effects = new Effects(events, pipelines, requests, settings.effects(), log, thread);
        Routes routes = new Routes();
        bitrates = new BitrateControl(log, agenda, routes, environment.estimators(), settings.bitrates(), log::now);
        router = new Router(routes, keyFrames, log, bitrates, thread, first.size() == 1);
        sampler = new TrackSampler(log, agenda, seats::connections, routes, bitrates);
        recordings = new InteractionRecordings(
                first,
                mode,
                environment.recorders(),
                settings.recording(),
                environment.recordingMemory(),
                log,
                agenda,
                thread,
                environment.timer(),
                keyFrames,
                (request, video, listener) -> new Reencoding(
                        of -> pipelines.prepare(requests.reencoding(request, video), of, thread), listener));
    }

    /** The recording mode, which the first join decides for all. */
    RecordingMode mode() {
        return mode;
    }

    /** The load that a participant with these processed media puts on the server. */
    Load load(JoinRequest request, List<Processing> processed) {
        return Demand.of(
                request,
                processed,
                mode.has(RecordingMode.Feature.REENCODES_DRY),
                effects.bytesElsewhere(request, processed));
    }

    EffectExaminer examiner() {
        return examiner;
    }

    Effects effects() {
        return effects;
    }

    KeyFrames keyFrames() {
        return keyFrames;
    }

    BitrateControl bitrates() {
        return bitrates;
    }

    Router router() {
        return router;
    }

    InteractionRecordings recordings() {
        return recordings;
    }

    /** The interaction starts now: recordings can begin, and bitrates are measured. */
    void start(Instant now) {
        recordings.open(now);
        sampler.start();
        bitrates.start();
    }

    /** Stops all processing of a connection's media. */
    void disconnect(ParticipantConnection connection) {
        recordings.finish(connection.media());
        router.disconnect(connection);
        bitrates.forget(connection);
    }
}
