package org.ducksoup.stats.log;

import static org.ducksoup.stats.log.LogLevel.DEBUG;
import static org.ducksoup.stats.log.LogLevel.ERROR;
import static org.ducksoup.stats.log.LogLevel.INFO;
import static org.ducksoup.stats.log.LogLevel.TRACE;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.*;
import org.ducksoup.api.interaction.InteractionEvent.InteractionHomed;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ReceptionReport;

/**
 * The log message reference of the manual as a table: event, level, context, message, and the properties besides those
 * that every event has ({@link EventDetails#ofScope}). A comment marks messages that the manual does not have.
 */
public final class EventVocabulary {
    private static final int REHEARSED = 100;
    private static final Map<Class<? extends InteractionEvent>, VocabularyRow<?>> ROWS = new HashMap<>();

    static {
        String context = "peer";
        row(WebSocketUpgraded.class, INFO, context, "websocket_upgraded", (e, p) -> p.with(
                        "origin", e.scope().key().origin())
                .with("remote", e.remoteAddress())
                .with("href", e.pageUrl()));
        row(
                ParticipantConnected.class,
                INFO,
                context,
                "peer_server_started",
                (e, p) -> p.with("connection", e.connectionCount()));
        row(ParticipantDisconnected.class, INFO, context, "peer_server_ended", (e, p) -> p.with("cause", e.cause()));
        row(EndingNoticeSent.class, INFO, context, "interaction_ending_sent", (e, p) -> {});
        row(ChannelLost.class, INFO, context, "websocket_lost", (e, p) -> {}); // not in the original's manual
        row(ChannelResumed.class, INFO, context, "websocket_resumed", (e, p) -> {}); // not in the original's manual
        row(
                MediaMissing.class,
                ERROR,
                context,
                "media_missing",
                (e, p) -> p.with("missing", String.join(", ", e.missing()))); // not in the original's manual
        row(JoinRefused.class, ERROR, context, "join_refused", EventDetails::refusal); // not in the original's manual

        context = "interaction";
        row(
                InteractionCreated.class,
                INFO,
                context,
                "interaction_created",
                (e, p) -> p.with("origin", e.scope().key().origin()));
        row(
                ParticipantJoined.class,
                INFO,
                context,
                "peer_joined",
                (e, p) -> p.with("payload", EventDetails.joinPayload(e.request())));
        row(TrackAdded.class, INFO, context, "in_track_added", (e, p) -> p.with("track", e.trackId())
                .with("type", e.kind().token()));
        row(RunOpened.class, INFO, context, "run_opened", (e, p) -> p.with(
                        "run", e.run().id()) // not in the original's manual
                .with("directory", EventDetails.relative(e.run()))
                .with("mode", e.run().recordingMode()));
        row(InteractionStarted.class, INFO, context, "interaction_started", (e, p) -> {});
        row(
                InteractionServedBy.class,
                INFO,
                context,
                "interaction_served_by", // not in the original's manual
                (e, p) -> p.with("bundles", new TreeMap<>(e.versions())));
        row(
                InteractionHomed.class,
                INFO,
                context,
                "interaction_home", // not in the original's manual
                (e, p) -> p.with("server", e.server())
                        .with("claim", e.number())
                        .with("lostServer", e.lostServer())
                        .with(
                                "lostCreatedAt",
                                e.lostCreatedAt() == null
                                        ? null
                                        : e.lostCreatedAt().toString()));
        row(
                BundleChanged.class,
                INFO,
                context,
                e -> e.started() ? "bundle_started" : "bundle_stopped", // not in the original's manual
                (e, p) -> p.with("bundle", e.bundle()).with("version", e.version()));
        row(InteractionEnded.class, EventDetails::endLevel, context, "interaction_ended", EventDetails::end);
        row(EventsLost.class, ERROR, context, "interaction_events_lost", (e, p) -> p.with("value", e.events())
                .with("unit", "events")); // not in the original's manual
        row(
                OperatorActed.class,
                e -> INFO,
                e -> "interaction",
                e -> e.act().token(),
                (e, p) -> p.with("value", e.detail().isEmpty() ? null : e.detail())); // not in the original's manual
        row(InteractionDeleted.class, INFO, context, "interaction_deleted", (e, p) -> {});
        row(PlanAssigned.class, INFO, context, "plan_assigned", (e, p) -> p.with(
                        "plan", e.plan()) // not in the original's manual
                .with("sha256", e.sha256())
                .with("condition", e.condition())
                .with("seed", e.seed())
                .with("trial", e.trial() ? true : null)
                .with("exclusions", EventDetails.exclusions(e.exclusions())));
        row(EffectDelayed.class, INFO, context, "effect_delay", (e, p) -> p.with(
                        "kind", e.kind().token()) // not in the original's manual
                .with("medianMillis", e.medianMillis())
                .with("highMillis", e.highMillis()));
        row(
                PlanStepDone.class,
                e -> e.isDeviation() ? LogLevel.ERROR : INFO,
                e -> "interaction",
                e -> "plan_step",
                EventDetails::planStep); // not in the original's manual
        row(MarkSet.class, INFO, context, "mark", EventDetails::mark); // not in the original's manual
        row(JoinValueIgnored.class, INFO, context, "join_value_ignored", (e, p) -> p.with(
                        "key", e.key()) // not in the original's manual
                .with("value", e.wanted())
                .with("valid", e.valid()));

        context = "track";
        row(TrackReceived.class, INFO, context, "in_track_received", (e, p) -> p.with("track", e.trackId())
                .with("ssrc", Integer.toUnsignedString(e.ssrc(), 16))
                .with("mime", e.mediaType())
                .with("type", e.kind().token()));
        row(
                EffectControlled.class,
                INFO,
                context,
                e -> e.scope().userId() == null ? "operator_fx_control" : "client_fx_control",
                EventDetails::control);
        row(EffectLost.class, ERROR, context, "effect_lost", (e, p) -> p.with( // not in the original's manual
                        "type", e.kind() == null ? null : e.kind().token())
                .with("cause", e.reason()));
        row(EffectSlow.class, ERROR, context, "effect_slow", (e, p) -> p.with( // not in the original's manual
                        "type", e.kind().token())
                .with("value", Math.round(e.share() * 1000) / 10.0)
                .with("unit", "%"));
        row(
                EffectRestarted.class,
                INFO,
                context,
                "effect_restarted",
                (e, p) -> p.with( // not in the original's manual
                        "type", e.kind().token()));
        row(
                InboundBitrate.class,
                DEBUG,
                context,
                e -> e.kind().token() + "_in_bitrate",
                (e, p) -> EventDetails.bitrate(e.bitrate(), p));
        row(
                OutboundBitrate.class,
                DEBUG,
                context,
                e -> e.kind().token() + "_out_bitrate",
                (e, p) -> EventDetails.bitrate(e.bitrate(), p));
        row(
                TargetBitrate.class,
                DEBUG,
                context,
                e -> e.kind().token() + "_target_bitrate_updated",
                (e, p) -> EventDetails.bitrate(e.bitrate(), p));
        row(TransportFeedbackReceived.class, TRACE, context, "twcc_report", (e, p) -> p.with(
                        "reports", e.reports()) // not in the original's manual
                .with("count", e.packets())
                .with("lost", e.lost()));
        row(LossThresholdExceeded.class, INFO, context, "loss_threshold_exceeded", (e, p) -> p.with("value", e.lost())
                .with("type", e.kind().token()));
        row(CodecChanged.class, INFO, context, "codec_changed", (e, p) -> p.with( // not in the original's manual
                        "type", e.kind().token())
                .with("from", e.from().encodingName())
                .with("to", e.to().encodingName()));
        row(CodecRequested.class, INFO, context, "codec_requested", (e, p) -> p.with( // not in the original's manual
                        "value", e.wanted().encodingName())
                .with("valid", e.requested().encodingName()));
        row(OutboundTrackStopped.class, INFO, context, "out_track_stopped", (e, p) -> p.with("track", e.trackId())
                .with("kind", e.kind().token()));
        row(TrackWriteFailed.class, ERROR, context, "track_write_failed", (e, p) -> p.with("track", e.trackId())
                .with("value", e.packets())
                .with("unit", "packets"));
        row(KeyFrameRequested.class, INFO, context, "pli_sent", (e, p) -> p.with("cause", e.cause()));
        row(KeyFrameRequestSkipped.class, INFO, context, "pli_skipped", (e, p) -> p.with("cause", e.cause()));
        row(InboundReport.class, DEBUG, context, e -> e.kind().token() + "_in_report", EventDetails::report);
        row(
                PreflightReported.class,
                INFO,
                "peer",
                "client_preflight",
                EventDetails::preflight); // not in the original's manual
        row(
                ClientReported.class,
                e -> INFO,
                ClientLogs::context,
                e -> e.report().kind(),
                ClientLogs::addTo); // not in the original's manual
        // The client may choose another context by the name of its message.
        row(ClientLogged.class, e -> DEBUG, ClientLogs::context, e -> e.entry().kind(), ClientLogs::addTo);

        context = "pipeline";
        row(PipelineCreated.class, INFO, context, "pipeline_created", (e, p) -> {});
        row(
                PipelineStarted.class,
                INFO,
                context,
                "pipeline_started",
                (e, p) -> p.with("recording_prefix", e.recordingPrefix()));
        row(PipelineStopped.class, INFO, context, "pipeline_stopped", (e, p) -> {});
        row(PipelineDeleted.class, INFO, context, "pipeline_deleted", (e, p) -> {});
        row(PipelineKeyFrameWanted.class, INFO, context, "gstreamer_pli_requested", (e, p) -> {});
        row(RecordingFailed.class, ERROR, context, "recording_failed", (e, p) -> p.with("cause", e.reason())
                .with("final", e.isFinal())); // not in the original's manual
        row(
                RecordingStalled.class,
                ERROR,
                context,
                "recording_stalled",
                (e, p) -> p.with("cause", e.reason())); // not in the original's manual
        row(
                RecorderLost.class,
                ERROR,
                context,
                "recorder_lost",
                (e, p) -> p.with("cause", e.reason())); // not in the original's manual
        row(RecordingResumed.class, INFO, context, "recording_resumed", EventDetails::resumed);

        context = "signaling";
        row(
                SignalingStateChanged.class,
                DEBUG,
                context,
                "server_signaling_state_changed",
                (e, p) -> p.with("value", e.state()));
        row(
                ConnectionStateChanged.class,
                DEBUG,
                context,
                "server_connection_state_changed",
                (e, p) -> p.with("value", e.state()));
        row(CandidatePairSelected.class, DEBUG, context, "server_selected_candidate_pair", (e, p) -> p.with(
                        "value", e.local() + " <-> " + e.remote())
                .with("local", e.local())
                .with("remote", e.remote()));
        row(
                DuplicateTrackSkipped.class,
                DEBUG,
                context,
                "duplicate_track_skipped",
                (e, p) -> p.with("track", e.trackId()));
        row(OwnTrackSkipped.class, DEBUG, context, "own_track_skipped", (e, p) -> p.with("track", e.trackId()));
        row(OfferRequested.class, INFO, context, "server_create_offer_requested", (e, p) -> p.with("cause", e.cause()));
        row(SignalingIgnored.class, INFO, context, "client_signaling_ignored", (e, p) -> p.with(
                        "kind", e.kind()) // not in the original's manual
                .with("cause", e.reason()));
    }

    private EventVocabulary() {}

    /**
     * Makes the table, and formats some entries until most of that is compiled, so that the first participants do not wait for
     * it.
     */
    static void rehearse(LineFormat format) {
        Scope scope = new Scope(
                Instant.EPOCH, new InteractionKey("http://rehearsal.invalid", "", ""), "", Instant.EPOCH, null);
        for (int i = 0; i < REHEARSED; i++) {
            for (MediaKind kind : MediaKind.values()) {
                format.bytes(entry(new OutboundBitrate(scope, kind, new Bitrate(i))));
                format.bytes(entry(new InboundReport(scope, kind, new ReceptionReport(i, i, 0, 0), null)));
            }
        }
    }

    /**
     * Usually one entry. An effect that is lost by an error of GStreamer also gets the manual's message for such
     * errors.
     */
    public static List<LogEntry> entries(InteractionEvent event) {
        LogEntry entry = entry(event);
        if (event instanceof EffectLost lost) {
            LogProperties properties = EventDetails.ofScope(lost.scope()).with("error", lost.reason());
            return List.of(
                    entry, new LogEntry(ERROR, lost.scope().at(), "pipeline", "gstreamer_pipeline_error", properties));
        }
        return List.of(entry);
    }

    /** The same, without what is above a level. Such entries are not even made: each second there are many. */
    static List<LogEntry> entries(InteractionEvent event, int maxLevel) {
        return rowOf(event).levelOf(event).number() <= maxLevel || event instanceof EffectLost
                ? entries(event)
                : List.of();
    }

    static LogEntry entry(InteractionEvent event) {
        return rowOf(event).entry(event);
    }

    /** @throws IllegalArgumentException if the event is not in the table; a test makes sure that every event is */
    private static VocabularyRow<?> rowOf(InteractionEvent event) {
        VocabularyRow<?> row = ROWS.get(event.getClass());
        if (row == null) {
            throw new IllegalArgumentException("not in the vocabulary: " + event.getClass());
        }
        return row;
    }

    private static <E extends InteractionEvent> void row(
            Class<E> type, LogLevel level, String context, String message, BiConsumer<E, LogProperties> properties) {
        row(type, e -> level, e -> context, e -> message, properties);
    }

    private static <E extends InteractionEvent> void row(
            Class<E> type,
            LogLevel level,
            String context,
            Function<E, String> message,
            BiConsumer<E, LogProperties> properties) {
        row(type, e -> level, e -> context, message, properties);
    }

    private static <E extends InteractionEvent> void row(
            Class<E> type,
            Function<E, LogLevel> level,
            String context,
            String message,
            BiConsumer<E, LogProperties> properties) {
        row(type, level, e -> context, e -> message, properties);
    }

    private static <E extends InteractionEvent> void row(
            Class<E> type,
            Function<E, LogLevel> level,
            Function<E, String> context,
            Function<E, String> message,
            BiConsumer<E, LogProperties> properties) {
        ROWS.put(type, new VocabularyRow<>(type, level, context, message, properties));
    }
}
