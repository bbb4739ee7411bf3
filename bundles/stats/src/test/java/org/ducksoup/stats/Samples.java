package org.ducksoup.stats;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.ClientReport;
import org.ducksoup.api.interaction.ClientReport.What;
import org.ducksoup.api.interaction.ExclusionRules;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.*;
import org.ducksoup.api.interaction.InteractionEvent.EffectDelayed;
import org.ducksoup.api.interaction.InteractionEvent.InteractionHomed;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinGrant;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.JoinRequest.VideoRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.ParticipantSession.ClientLog;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.RecordingGap;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.interaction.ServerMessage.Refusal;
import org.ducksoup.api.interaction.ServerMessage.Refused;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.api.transport.ReceptionReport;

/** Every event at least once, in the order of {@code vocabulary.jsonl}. */
public final class Samples {
    static final Instant CREATED = Instant.parse("2026-11-22T09:00:00Z");
    public static final Instant STARTED = CREATED.plusMillis(2500);
    public static final Instant NOW = CREATED.plusMillis(3734);
    static final InteractionKey KEY = new InteractionKey("https://lab.example", "exp", "trial 1");

    /** About a participant, before the start. */
    static final Scope WAITING = new Scope(NOW, KEY, "小明", CREATED, null);
    /** About a participant, after the start. */
    public static final Scope RUNNING = new Scope(NOW, KEY, "ann", CREATED, STARTED);
    /** About the interaction as a whole. */
    public static final Scope WHOLE = new Scope(NOW, KEY, null, CREATED, STARTED);
    /** Before the interaction is known. */
    static final Scope EARLY = new Scope(NOW, KEY, "ann", null, null);

    private static final JoinRequest JOIN = new JoinRequest(
            KEY,
            "小明",
            Duration.ofSeconds(30),
            2,
            new VideoRequest(Codec.VP8, 800, 600, 30),
            "pitch pitch=0.8 name=fx",
            null,
            "muxed",
            false,
            true,
            false,
            null,
            JoinGrant.OPEN,
            null);

    public static final List<InteractionEvent> ALL = List.of(
            new WebSocketUpgraded(EARLY, "192.0.2.7:50000", "https://lab.example/p?x=1"),
            new WebSocketUpgraded(EARLY, "192.0.2.7:50000", null),
            new ParticipantConnected(WAITING, 1),
            new ParticipantDisconnected(RUNNING, "client_stop"),
            new EndingNoticeSent(RUNNING),
            new ChannelLost(RUNNING),
            new ChannelResumed(RUNNING),
            new JoinRefused(RUNNING, new Refused(Refusal.FULL, new Reason("size", "2", "all 2 seats are taken"))),
            new JoinRefused(RUNNING, new Refused(Refusal.DUPLICATE, null)),
            new CodecChanged(RUNNING, MediaKind.VIDEO, Codec.H264, Codec.VP8),
            new CodecRequested(RUNNING, Codec.H264, Codec.VP8),
            new MediaMissing(RUNNING, List.of("audio", "video")),
            new InteractionCreated(WAITING),
            new ParticipantJoined(WAITING, JOIN),
            new JoinValueIgnored(RUNNING, "size", "3", "2"),
            new TrackAdded(WAITING, MediaKind.AUDIO, "track-1"),
            new RunOpened(
                    WHOLE,
                    new Run("0123456789ab", Path.of("/data"), Path.of("/data/study/room/run"), "muxed", true, STARTED)),
            new InteractionStarted(WHOLE),
            new InteractionEnded(
                    WHOLE, EndReason.DURATION_REACHED, Map.of("bob", List.of("b.mkv"), "ann", List.of("a.mkv"))),
            new InteractionEnded(WHOLE, EndReason.FAILED, Map.of()),
            new InteractionEnded(
                    WHOLE,
                    EndReason.DURATION_REACHED,
                    Map.of("ann", List.of("a.mkv", "b.mkv")),
                    Map.of("ann", List.of("b.mkv"), "ben", List.of())),
            new EventsLost(WHOLE, 120),
            new InteractionDeleted(WHOLE),
            new TrackReceived(WAITING, MediaKind.VIDEO, "track-2", -2, "video/VP8"),
            new OutboundTrackStopped(RUNNING, MediaKind.VIDEO, "track-2"),
            new InboundBitrate(RUNNING, MediaKind.AUDIO, new Bitrate(48_999)),
            new InboundBitrate(RUNNING, MediaKind.VIDEO, new Bitrate(600_000)),
            new OutboundBitrate(RUNNING, MediaKind.AUDIO, new Bitrate(48_000)),
            new OutboundBitrate(RUNNING, MediaKind.VIDEO, new Bitrate(0)),
            new TargetBitrate(RUNNING, MediaKind.AUDIO, new Bitrate(48_000)),
            new TargetBitrate(RUNNING, MediaKind.VIDEO, new Bitrate(600_000)),
            new InboundReport(RUNNING, MediaKind.AUDIO, new ReceptionReport(48, 4800, 2, 1.5), null),
            new InboundReport(
                    RUNNING, MediaKind.VIDEO, new ReceptionReport(100, 100_000, -1, 1.5), Duration.ofMillis(23)),
            new TransportFeedbackReceived(RUNNING, 14, 320, 3),
            new LossThresholdExceeded(RUNNING, MediaKind.VIDEO, 31),
            new TrackWriteFailed(RUNNING, "track-2", 17),
            new KeyFrameRequested(RUNNING, "receiver_pli"),
            new KeyFrameRequestSkipped(RUNNING, "receiver_pli"),
            new EffectControlled(
                    RUNNING,
                    new EffectControl("fx", "pitch", new PropertyValue.FloatValue(1.2f), Duration.ofMillis(500), null)),
            new EffectControlled(
                    RUNNING, new EffectControl("fx", "seed", new PropertyValue.Uint64Value(-1), Duration.ZERO, "bob")),
            new EffectControlled(
                    RUNNING, new EffectControl("fx", "on", new PropertyValue.IntValue(1), Duration.ZERO, null)),
            new EffectControlled(
                    RUNNING, new EffectControl("fx", "gain", new PropertyValue.DoubleValue(0.1), Duration.ZERO, null)),
            new EffectControlled(
                    RUNNING,
                    new EffectControl("fx", "preset", new PropertyValue.StringValue("xpro"), Duration.ZERO, null)),
            new EffectLost(RUNNING, MediaKind.AUDIO, "it threw"),
            new EffectRestarted(RUNNING, MediaKind.AUDIO),
            new EffectSlow(RUNNING, MediaKind.AUDIO, 0.1234),
            new EffectLost(RUNNING, null, "the pipeline died"),
            client("client_video_resolution_updated", "800x600"),
            client("client_video_fps_updated", "30"),
            client("client_pli_received_count_updated", "12"),
            client("client_fir_received_count_updated", "0"),
            client("client_keyframe_encoded_count_updated", "3"),
            client("client_keyframe_decoded_count_updated", "many"),
            client("client_message", "line one\nline \"two\""),
            client("client_selected_candidate_pair", "udp host <-> host"),
            client("client_connection_state_connected", null),
            client("ext_user_event", "inactive"),
            client("ext_counted", null),
            new PreflightReported(
                    RUNNING, "{\"verdict\":\"warn\",\"checks\":[{\"name\":\"echo\",\"verdict\":\"warn\"}]}"),
            new PreflightReported(RUNNING, "{\"verdict\":\"splendid\"}"),
            new PreflightReported(RUNNING, "not JSON"),
            new ClientReported(
                    RUNNING, new ClientReport.Incident(What.DEVICE_LOST, MediaKind.VIDEO, "unplugged", Duration.ZERO)),
            new ClientReported(
                    RUNNING,
                    new ClientReport.Incident(What.DEVICE_MUTED, MediaKind.VIDEO, "no-frames", Duration.ofSeconds(3))),
            new ClientReported(RUNNING, new ClientReport.Incident(What.PAGE_HIDDEN, null, null, Duration.ZERO)),
            new ClientReported(RUNNING, new ClientReport.Browser("Firefox 140.0", "Linux", "Mozilla/5.0")),
            new ClientReported(
                    RUNNING, new ClientReport.TrackSettings(MediaKind.AUDIO, "Mic", Map.of("echoCancellation", false))),
            new ClientReported(RUNNING, new ClientReport.TrackSettings(MediaKind.VIDEO, null, Map.of("width", 640L))),
            new PipelineCreated(WAITING),
            new PipelineStarted(RUNNING, "exp/trial-1/recordings/"),
            new PipelineStopped(RUNNING),
            new PipelineDeleted(RUNNING),
            new PipelineKeyFrameWanted(RUNNING),
            new RecordingFailed(RUNNING, "No space left on device", false),
            new RecordingStalled(RUNNING, "the disk does not answer"),
            new PlanAssigned(WHOLE, "dyad-smile", "ab12", "k7", 42, ExclusionRules.NONE, false),
            new PlanAssigned(
                    WHOLE,
                    "dyad-smile",
                    "ab12",
                    "k7",
                    42,
                    new ExclusionRules(2.0, 5.5, Duration.ofSeconds(5), 0),
                    true),
            new EffectDelayed(RUNNING, MediaKind.AUDIO, 34, 61),
            new PlanStepDone(
                    RUNNING,
                    "lower",
                    1,
                    "time",
                    Duration.ofMillis(12_340),
                    new PlanStepDone.Change("a", "control", "voice.pitch", "0.8", Duration.ofSeconds(2)),
                    Duration.ofMillis(12_340),
                    new PlanStepDone.Frame(MediaKind.AUDIO, Duration.ofMillis(12_341)),
                    null),
            new PlanStepDone(
                    WHOLE,
                    "end",
                    1,
                    "mark ready at 20 s",
                    Duration.ofSeconds(20),
                    new PlanStepDone.Change("", "end", "", "", Duration.ZERO),
                    null,
                    null,
                    "the interaction was over"),
            new MarkSet(RUNNING, new ParticipantSession.Mark("stimulus", "face-12"), Duration.ofMillis(3500)),
            new MarkSet(WHOLE, new ParticipantSession.Mark("pause", null), null),
            new OperatorActed(WHOLE, OperatorActed.Act.STOP, ""),
            new OperatorActed(RUNNING, OperatorActed.Act.MESSAGE, "sit closer"),
            new EffectControlled(
                    WHOLE,
                    new EffectControl("fx", "pitch", new PropertyValue.DoubleValue(0.8), Duration.ZERO, "ann"),
                    "ann"),
            new InteractionServedBy(WHOLE, Map.of("sfu", "1.0.0", "org.example.lab", "2.1.0")),
            new InteractionHomed(WHOLE, "lab1:5701", 2, "lab2:5701", Instant.parse("2026-11-22T09:58:00Z")),
            new BundleChanged(WHOLE, "org.example.lab", "1.0.0", true),
            new BundleChanged(WHOLE, "org.example.lab", "1.0.0", false),
            new RecorderLost(RUNNING, "the bundle of the recorder was stopped"),
            new RecordingResumed(RUNNING, null),
            new RecordingResumed(
                    RUNNING,
                    new RecordingGap(Duration.ofMillis(61_500), Duration.ofMillis(63_250), RecordingGap.Cause.DISK)),
            new DuplicateTrackSkipped(RUNNING, "track-2"),
            new OwnTrackSkipped(RUNNING, "track-1"),
            new OfferRequested(WAITING, "joined"),
            new SignalingStateChanged(WAITING, "have-local-offer"),
            new ConnectionStateChanged(RUNNING, "connected"),
            new CandidatePairSelected(RUNNING, "192.0.2.1:10000", "192.0.2.7:5000"),
            new SignalingIgnored(EARLY, "join", "joined already"));

    private Samples() {}

    private static ClientLogged client(String kind, String payload) {
        return new ClientLogged(RUNNING, new ClientLog(kind, payload));
    }
}
