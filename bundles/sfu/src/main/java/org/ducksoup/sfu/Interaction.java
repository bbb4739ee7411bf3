package org.ducksoup.sfu;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.InteractionEvent.Scope;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.ServerMessage.Refusal;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.transport.ConnectionState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One interaction, from the first join to the last farewell. Everything but {@link #join} and {@link #execute} runs on its
 * one logical thread: no locks, no waiting.
 */
final class Interaction {
    private static final Logger LOGGER = LoggerFactory.getLogger(Interaction.class);

    /** What a client without media may still have to say: whether it leaves for good. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final InteractionKey key;
    private final JoinRequest first;
    private final InteractionEnvironment environment;
    private final Consumer<Interaction> onOver;
    private final SerialExecutor thread;
    private final Router router;
    private final RecordingMode mode;
    private final Admission admission;
    private final Effects effects;
    private final Instant createdAt;
    private final Map<String, Participant> participants = new LinkedHashMap<>();
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    private final Set<Timeout> timers = new HashSet<>();
    private final TrackSampler sampler;
    private final BitrateControl bitrates;
    private InteractionState state = InteractionState.WAITING;
    private @Nullable Instant startedAt;
    private @Nullable Instant emptySince;
    private @Nullable InteractionRecordings recordings;

    /** @param onOver told, once, when nobody can join any more */
    Interaction(JoinRequest first, InteractionEnvironment environment, Consumer<Interaction> onOver) {
        this.key = first.key();
        this.first = first;
        this.environment = environment;
        this.onOver = onOver;
        thread = new SerialExecutor(environment.pool(), this::failed);
        router = new Router(this, environment.timer(), thread, first.size() == 1);
        RecordingMode asked = environment.recorders().mode(first.recordingMode());
        mode = environment.settings().noRecording() ? asked.withoutRecording() : asked;
        effects = new Effects(this, environment);
        admission = new Admission(this, environment, effects, first);
        createdAt = environment.timer().now();
        sampler = new TrackSampler(this);
        bitrates = new BitrateControl(this, environment);
        execute(() -> {
            publish(new InteractionEvent.InteractionCreated(scope(first.userId())));
            after(environment.timings().waitForOthers(), this::abortIfWaiting);
        });
    }

    InteractionKey key() {
        return key;
    }

    BitrateControl bitrates() {
        return bitrates;
    }

    /** What the first join asked for, as it counts for everybody. */
    RecordingMode mode() {
        return mode;
    }

    /** Runs a task on the interaction's thread. From any thread. */
    void execute(Runnable task) {
        thread.execute(task);
    }

    /** Lets a client in, or refuses it. From any thread. */
    ParticipantSession join(JoinRequest request, SignalingChannel channel) {
        ClientPort port = new ClientPort(this, request, channel);
        execute(() -> admission.admit(port));
        return port;
    }

    // ---- seats

    /** @return null if nobody of this name has one */
    @Nullable
    Participant seat(String userId) {
        return participants.get(userId);
    }

    int seats() {
        return participants.size();
    }

    Participant addSeat(String userId) {
        Participant newcomer = new Participant(userId);
        participants.put(userId, newcomer);
        return newcomer;
    }

    /** Of somebody who could not sit down. */
    void removeUnusedSeat(Participant seat) {
        if (seat.connectionCount() == 0) {
            participants.remove(seat.userId());
        }
    }

    String nameOf(Participant seat) {
        return key.namespace() + "/" + key.name() + "/" + seat.userId();
    }

    void peerConnectionFailed(ConnectedSession session, String reason) {
        LOGGER.warn("{}: no peer connection for {}: {}", key, session.request().userId(), reason);
        refuse(session.port(), Refusal.PEER_CONNECTION, new ServerMessage.Reason("peerConnection", "", reason));
        left(session, false, "peer_connection_failed");
    }

    void refuse(ClientPort port, Refusal refusal, ServerMessage.@Nullable Reason reason) {
        ServerMessage.Refused refused = new ServerMessage.Refused(refusal, reason);
        publish(new InteractionEvent.JoinRefused(scope(port.request().userId()), refused));
        port.channel().send(refused);
        port.channel().close();
    }

    // ---- what happens while it lasts

    /** More of it is missing than can be sent again: whoever receives it, or decodes it here, needs a key frame. */
    void trackBroken(PublishedTrack track) {
        router.requestFromSource(track, "gap");
    }

    void trackReceived(ConnectedSession session, PublishedTrack track) {
        var source = track.source();
        effects.fit(session, track);
        session.published().put(track.kind(), track);
        tell(
                s -> new InteractionEvent.TrackReceived(
                        s,
                        track.kind(),
                        source.trackId(),
                        source.ssrc(),
                        track.codec().mediaType()),
                session);
        Codec wanted = session.request().video().codec();
        if (track.kind() == MediaKind.VIDEO && track.codec() != wanted) {
            // A browser without an H264 encoder, for instance; what is recorded follows.
            tell(
                    s -> new InteractionEvent.JoinValueIgnored(
                            s,
                            "videoFormat",
                            wanted.encodingName(),
                            track.codec().encodingName()),
                    session);
        }
        tell(InteractionEvent.PipelineCreated::new, session);
        tell(s -> new InteractionEvent.TrackAdded(s, track.kind(), source.trackId()), session);
        proceed(session);
    }

    /** A session's media is changed as it wished from now on. */
    void effectsStarted(ConnectedSession session) {
        if (session.isOpen()) {
            proceed(session);
        }
    }

    private void proceed(ConnectedSession session) {
        if (state == InteractionState.WAITING) {
            startIfComplete();
        } else if (state.isRunning() && session.isReady()) {
            announceStart(session);
            router.connectAll(sessions());
        }
    }

    private void startIfComplete() {
        List<ConnectedSession> all = sessions();
        if (all.size() < first.size() || !all.stream().allMatch(ConnectedSession::isReady)) {
            return;
        }
        state = InteractionState.RUNNING;
        startedAt = environment.timer().now();
        recordings = openRecordings(startedAt);
        cancelTimers();
        after(environment.timings().untilNotice(first.duration()), this::announceEnding);
        after(first.duration(), () -> end(EndReason.DURATION_REACHED));
        sampler.start();
        bitrates.start();
        publish(new InteractionEvent.InteractionStarted(scope(null)));
        all.forEach(this::announceStart);
        router.connectAll(all);
    }

    private void announceStart(ConnectedSession session) {
        if (!session.isStarted()) {
            session.markStarted();
            repeatStart(session);
            String prefix = record(session);
            tell(s -> new InteractionEvent.PipelineStarted(s, prefix), session);
        }
    }

    /** Tells a session that has started how long it goes on; also one that has just got another channel. */
    void repeatStart(ConnectedSession session) {
        if (session.isStarted()) {
            session.send(new ServerMessage.Start(remaining()));
            if (state == InteractionState.ENDING) {
                session.send(new ServerMessage.Ending());
            }
        }
    }

    private InteractionRecordings openRecordings(Instant start) {
        Optional<RecorderFactory> recorder = environment.recorders().forMode(mode);
        String asked = first.recordingMode();
        if (!mode.name().equals(asked)) {
            publish(new InteractionEvent.RecordingModeIgnored(scope(null), asked, mode.name()));
        }
        String runId = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        RunDirectory directory =
                new RunDirectory(environment.settings().dataDirectory(), key, start, ZoneId.systemDefault(), runId);
        publish(new InteractionEvent.RunOpened(scope(null), directory.run(mode)));
        if (recorder.isEmpty() && mode.records()) {
            publish(new InteractionEvent.RecordingFailed(scope(null), "no recorder is installed"));
        }
        InteractionRecordings all = new InteractionRecordings(recorder, directory, mode, effects, start);
        if (recorder.isPresent()) {
            watch(all);
        }
        return all;
    }

    private void watch(InteractionRecordings all) {
        after(InteractionRecordings.WATCH, () -> {
            all.check();
            watch(all);
        });
    }

    private String record(ConnectedSession session) {
        Participant seat = session.participant();
        InteractionRecordings all = recordings;
        if (all == null) {
            return "";
        }
        return all.begin(session, seat, environment.timer().now(), new SessionRecording.Listener() {
            @Override
            public void onFailed(String reason) {
                execute(() -> tell(s -> new InteractionEvent.RecordingFailed(s, reason), session));
            }

            @Override
            public void onKeyFrameNeeded(RecordedTrack track) {
                execute(() -> recordingNeedsKeyFrame(session, track.tap()));
            }
        });
    }

    private void recordingNeedsKeyFrame(ConnectedSession session, RecordedTrack.Tap tap) {
        PublishedTrack video = session.published().get(MediaKind.VIDEO);
        if (video == null) {
            return;
        }
        if (tap == RecordedTrack.Tap.DRY) {
            router.requestFromSource(video, "recording");
        } else {
            router.requestKeyFrame(video, "recording");
        }
    }

    private Duration remaining() {
        Instant begin = Objects.requireNonNullElse(startedAt, createdAt);
        Duration left = Duration.between(environment.timer().now(), begin.plus(first.duration()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void announceEnding() {
        if (state == InteractionState.RUNNING) {
            state = InteractionState.ENDING;
            for (ConnectedSession session : sessions()) {
                session.send(new ServerMessage.Ending());
                tell(InteractionEvent.EndingNoticeSent::new, session);
            }
        }
    }

    /** Sets a property of an effect, one's own or another participant's. */
    void control(ConnectedSession session, EffectControl control) {
        String userId = control.userId();
        Participant other = userId == null || userId.isEmpty() ? null : participants.get(userId);
        effects.control(session, other == null ? session.participant() : other, control);
    }

    /** The participant's decoder, here in the server, cannot go on without a key frame. */
    void keyFrameNeeded(ConnectedSession session) {
        PublishedTrack video = session.published().get(MediaKind.VIDEO);
        tell(InteractionEvent.PipelineKeyFrameWanted::new, session);
        if (video != null) {
            router.requestFromSource(video, "gstreamer");
        }
    }

    /** A session has answered an offer: it can decode what it subscribed to, from the next key frame on. */
    void negotiated(ConnectedSession session) {
        router.refresh(session, sessions());
    }

    void connectionStateChanged(ConnectedSession session, ConnectionState newState) {
        String name = newState.name().toLowerCase(java.util.Locale.ROOT);
        tell(s -> new InteractionEvent.ConnectionStateChanged(s, name), session);
        if (newState == ConnectionState.FAILED) {
            // A client that leaves closes its connection and its channel; which we hear of first is chance.
            after(LAST_WORDS, () -> left(session, false, "connection_failed"));
        }
    }

    /** A client lost its channel, but not its media: it may come back for the same session. */
    void channelLost(ConnectedSession session) {
        if (!session.isOpen() || session.participant().session() != session || state.isOver()) {
            left(session, false, "channel_closed");
            return;
        }
        session.detach();
        ClientPort lost = session.port();
        tell(InteractionEvent.ChannelLost::new, session);
        after(environment.timings().grace(), () -> {
            if (session.isDetached() && session.port() == lost) {
                left(session, false, "channel_lost");
            }
        });
    }

    /** A session is over, whoever said so. Idempotent. */
    void left(ConnectedSession session, boolean forGood, String cause) {
        Participant seat = session.participant();
        session.close();
        if (seat.session() != session) {
            return;
        }
        if (forGood) {
            seat.leaveForGood();
        } else {
            seat.disconnect();
        }
        if (state == InteractionState.WAITING) {
            // Who leaves before the start frees the seat.
            participants.remove(seat.userId());
        }
        InteractionRecordings all = recordings;
        if (all != null) {
            all.finish(session);
        }
        router.disconnect(session, sessions());
        bitrates.forget(session);
        session.published()
                .values()
                .forEach(track -> tell(
                        s -> new InteractionEvent.OutboundTrackStopped(
                                s, track.kind(), track.source().trackId()),
                        session));
        tell(InteractionEvent.PipelineStopped::new, session);
        tell(InteractionEvent.PipelineDeleted::new, session);
        tell(s -> new InteractionEvent.ParticipantDisconnected(s, cause), session);
        if (state.isOver()) {
            return;
        }
        toOthers(session, new ServerMessage.OtherLeft(seat.userId(), seat.streamId()));
        if (state.isRunning()) {
            router.connectAll(sessions());
        }
        endIfEmpty();
    }

    void endIfEmpty() {
        if (!sessions().isEmpty()) {
            return;
        }
        boolean nobodyComesBack = participants.values().stream().allMatch(Participant::hasLeftForGood);
        if (state == InteractionState.WAITING || nobodyComesBack) {
            end(EndReason.EMPTY);
        } else {
            Instant since = environment.timer().now();
            emptySince = since;
            after(environment.timings().grace(), () -> {
                if (sessions().isEmpty() && since.equals(emptySince)) {
                    end(EndReason.EMPTY);
                }
            });
        }
    }

    private void abortIfWaiting() {
        if (state == InteractionState.WAITING) {
            end(EndReason.ABORTED);
        }
    }

    /** Ends it: files are complete, everybody is told, nobody can join any more. Idempotent. */
    void end(EndReason reason) {
        if (state.isOver()) {
            return;
        }
        state = reason == EndReason.ABORTED ? InteractionState.ABORTED : InteractionState.ENDED;
        cancelTimers();
        sampler.stop();
        bitrates.stop();
        onOver.accept(this);
        // Media goes on until the files are complete, and nothing waits for a disk here.
        CompletableFuture<Map<String, List<String>>> files =
                recordings == null ? CompletableFuture.completedFuture(Map.of()) : recordings.finishAll();
        files.whenComplete((byUser, broken) -> execute(() -> farewell(reason, byUser == null ? Map.of() : byUser)));
    }

    /** Everybody is told, and goes. */
    private void farewell(EndReason reason, Map<String, List<String>> recorded) {
        Map<String, List<String>> files = participants.keySet().stream()
                .collect(Collectors.toMap(user -> user, user -> recorded.getOrDefault(user, List.of())));
        publish(new InteractionEvent.InteractionEnded(scope(null), reason, files));
        for (ConnectedSession session : sessions()) {
            if (reason == EndReason.ABORTED) {
                sendAway(session, Refusal.ABORTED, admission.abortedReason());
            } else {
                session.send(new ServerMessage.Files(files));
                session.send(new ServerMessage.End());
            }
            session.leaveMessages(environment.farewells());
            left(session, true, "interaction_over");
        }
        publish(new InteractionEvent.InteractionDeleted(scope(null)));
        over.complete(null);
    }

    private void sendAway(ConnectedSession session, Refusal refusal, ServerMessage.@Nullable Reason reason) {
        ServerMessage.Refused refused = new ServerMessage.Refused(refusal, reason);
        tell(s -> new InteractionEvent.JoinRefused(s, refused), session);
        session.send(refused);
    }

    /** Completes when everybody has been told and all files are complete. From any thread. */
    CompletableFuture<?> whenOver() {
        return over;
    }

    private void failed(Throwable bug) {
        LOGGER.error("interaction {} ends: a bug of ours", key, bug);
        try {
            end(EndReason.FAILED);
        } catch (RuntimeException | LinkageError another) {
            LOGGER.error("interaction {} did not end cleanly", key, another);
            onOver.accept(this);
            over.complete(null);
        }
    }

    // ---- small things

    List<ConnectedSession> sessions() {
        return participants.values().stream()
                .map(Participant::session)
                .filter(Objects::nonNull)
                .toList();
    }

    void toOthers(ConnectedSession session, ServerMessage message) {
        sessions().stream().filter(other -> other != session).forEach(other -> other.send(message));
    }

    boolean isOver() {
        return state.isOver();
    }

    /** Runs a task on the interaction's thread after a time, unless it is over by then. */
    void after(Duration delay, Runnable task) {
        Timeout timeout = new Timeout(task);
        timers.add(timeout);
        timeout.cancel = environment.timer().schedule(delay, () -> execute(timeout));
    }

    private void cancelTimers() {
        timers.forEach(timeout -> timeout.cancel.run());
        timers.clear();
    }

    /** A task for later. */
    private final class Timeout implements Runnable {
        private final Runnable task;
        private Runnable cancel = () -> {};

        Timeout(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            // One that was cancelled may have been on its way already.
            if (timers.remove(this) && !state.isOver()) {
                task.run();
            }
        }
    }

    /** Publishes an event about a session's participant. */
    void tell(Function<Scope, InteractionEvent> event, ConnectedSession about) {
        tell(event, about.request().userId());
    }

    /** Publishes an event about a participant, or somebody who would like to be one. */
    void tell(Function<Scope, InteractionEvent> event, String userId) {
        publish(event.apply(scope(userId)));
    }

    /** Publishes an event about whoever publishes a track. */
    void tellOfTrack(PublishedTrack track, Function<Scope, InteractionEvent> event) {
        sessions().stream()
                .filter(session -> session.published().containsValue(track))
                .forEach(session -> tell(event, session));
    }

    private void publish(InteractionEvent event) {
        environment.events().publish(event);
    }

    private Scope scope(@Nullable String userId) {
        return new Scope(environment.timer().now(), key, userId, createdAt, startedAt);
    }
}
