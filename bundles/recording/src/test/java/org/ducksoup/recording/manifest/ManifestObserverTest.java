package org.ducksoup.recording.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.ducksoup.api.interaction.ClientReport;
import org.ducksoup.api.interaction.ClientReport.What;
import org.ducksoup.api.interaction.ExclusionRules;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.InteractionEvent.Scope;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinGrant;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.interaction.RecordingGap;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.recording.MuxedRecorderFactory;
import org.ducksoup.recording.Probe;
import org.ducksoup.recording.RealMediaTest;
import org.ducksoup.recording.Run;
import org.ducksoup.recording.file.IndexFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestObserverTest {
    private static final InteractionKey KEY = new InteractionKey("https://lab.example", "study", "room");
    private static final Instant CREATED = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant STARTED = CREATED.plusSeconds(3);

    @TempDir
    Path data;

    private final ScheduledThreadPoolExecutor disk = new ScheduledThreadPoolExecutor(1);

    private Path run() {
        return data.resolve("study").resolve("room").resolve("run");
    }

    private static Scope at(double seconds, String user) {
        return new Scope(CREATED.plusMillis((long) (seconds * 1000)), KEY, user, CREATED, STARTED);
    }

    private static InteractionEvent joined(double seconds, String audioFx) {
        return new InteractionEvent.ParticipantJoined(
                at(seconds, "me"),
                new JoinRequest(
                        KEY,
                        "me",
                        Duration.ofSeconds(60),
                        1,
                        new JoinRequest.VideoRequest(Codec.VP8, 640, 480, 30),
                        audioFx,
                        null,
                        "colour",
                        false,
                        false,
                        false,
                        null,
                        JoinGrant.OPEN,
                        null));
    }

    private void begin(ManifestObserver observer) {
        observer.onEvent(new InteractionEvent.InteractionCreated(at(0, "me")));
        observer.onEvent(new InteractionEvent.InteractionServedBy(
                at(0, null), Map.of("sfu", "1.0.0", "congestion", "1.0.0", "org.example.lab", "2.1.0")));
        observer.onEvent(joined(0.1, "pitch pitch=0.8 name=voice"));
        observer.onEvent(new InteractionEvent.BundleChanged(at(1, null), "org.ducksoup.congestion", "1.0.1", true));
        observer.onEvent(new InteractionEvent.ParticipantConnected(at(0.1, "me"), 1));
        observer.onEvent(new InteractionEvent.RunOpened(
                at(3, null), new InteractionEvent.Run("0123456789ab", data, run(), "muxed", true, STARTED)));
        observer.onEvent(new InteractionEvent.InteractionStarted(at(3, null)));
        observer.onEvent(new InteractionEvent.PipelineStarted(at(3, "me"), "study/room/run/recordings/stem"));
    }

    @Test
    void tellsOfAWholeRun() throws IOException {
        ManifestObserver observer = new ManifestObserver(disk, new ScheduledThreadPoolExecutor(1));
        observer.use(() -> Map.of("GStreamer", "1.22.0"));
        begin(observer);
        observer.onEvent(new InteractionEvent.EffectControlled(
                at(5, "me"),
                new EffectControl("voice", "pitch", new PropertyValue.FloatValue(1.5f), Duration.ofMillis(300), null)));
        record();
        observer.onEvent(new InteractionEvent.RecordingFailed(at(6, "me"), "the disk is full", false));
        observer.onEvent(new InteractionEvent.RecordingStalled(at(7, "me"), "the disk does not answer"));
        observer.onEvent(new InteractionEvent.RecordingResumed(
                at(9, "me"),
                new RecordingGap(Duration.ofMillis(4500), Duration.ofMillis(5750), RecordingGap.Cause.RECORDER_LOST)));
        observer.onEvent(new InteractionEvent.InteractionEnded(at(63, null), EndReason.DURATION_REACHED, Map.of()));
        observer.onEvent(new InteractionEvent.InteractionDeleted(at(63, null)));
        observer.close();
        ObjectNode manifest = ManifestFile.read(run());
        assertThat(ManifestSchema.problems(manifest)).isEmpty();
        assertThat(manifest.path("state").asText()).isEqualTo("complete");
        assertThat(manifest.at("/interaction/endReason").asText()).isEqualTo("duration_reached");
        assertThat(manifest.at("/interaction/recordingModeAsked").asText()).isEqualTo("colour");
        assertThat(manifest.at("/run/recordingMode").asText()).isEqualTo("muxed");
        assertThat(manifest.at("/software/processing/GStreamer").asText()).isEqualTo("1.22.0");
        assertThat(manifest.at("/software/bundles/org.example.lab").asText()).isEqualTo("2.1.0");
        assertThat(manifest.at("/software/changes/0/bundle").asText())
                .as("of the wait for others")
                .isEqualTo("org.ducksoup.congestion");
        assertThat(manifest.at("/participants/0/connections/0/stem").asText()).isEqualTo("stem");
        assertThat(manifest.at("/controls/0/time").asDouble()).isEqualTo(2.0);
        assertThat(manifest.at("/controls/0/value").asDouble()).isEqualTo(1.5);
        assertThat(manifest.at("/incidents/0/kind").asText()).isEqualTo("recording_failed");
        assertThat(manifest.at("/incidents/0/final").asBoolean(true)).isFalse();
        assertThat(manifest.at("/incidents/1/kind").asText()).isEqualTo("recording_stalled");
        assertThat(manifest.at("/incidents/2/from").asDouble()).isEqualTo(4.5);
        assertThat(manifest.at("/incidents/2/to").asDouble()).isEqualTo(5.75);
        assertThat(manifest.at("/incidents/2/cause").asText()).isEqualTo("recorder_lost");
        JsonNode file = manifest.at("/files/0");
        Path media = run().resolve(file.path("path").asText());
        assertThat(file.path("bytes").asLong()).isEqualTo(Files.size(media));
        assertThat(Probe.run("sha256sum", media.toString()))
                .startsWith(file.path("sha256").asText());
        Probe probe = Probe.of(media);
        assertThat(file.at("/tracks/0/frames").asLong()).isEqualTo(probe.packets(0));
        assertThat(file.at("/tracks/1/frames").asLong()).isEqualTo(probe.packets(1));
        assertThat(file.at("/tracks/1/codec").asText()).isEqualTo("vp8");
        assertThat(file.path("offset").asDouble()).isEqualTo(1.02);
        assertThat(file.at("/tracks/1/duration").asDouble())
                .isEqualTo(6.0, org.assertj.core.api.Assertions.within(0.001));
        assertThat(Files.list(run()).map(path -> path.getFileName().toString()))
                .containsExactlyInAnyOrder("manifest.json", "recordings", "index");
    }

    private static InteractionEvent step(double at, String step, Duration due, Duration applied, String problem) {
        InteractionEvent.PlanStepDone.Frame frame = applied == null
                ? null
                : new InteractionEvent.PlanStepDone.Frame(MediaKind.AUDIO, applied.plusMillis(5));
        return new InteractionEvent.PlanStepDone(
                at(at, "me"),
                step,
                1,
                "mark go, of a",
                due,
                new InteractionEvent.PlanStepDone.Change("a", "control", "voice.pitch", "0.8", Duration.ofSeconds(2)),
                applied,
                frame,
                problem);
    }

    @Test
    void whatAPlanDidStandsBesideWhatWasPlanned() throws IOException {
        ManifestObserver observer = new ManifestObserver(disk, new ScheduledThreadPoolExecutor(1));
        observer.onEvent(new InteractionEvent.InteractionCreated(at(0, "me")));
        observer.onEvent(new InteractionEvent.PlanAssigned(
                at(0, null),
                "dyad",
                "ab12",
                "k7",
                42,
                new ExclusionRules(2.0, null, Duration.ofSeconds(5), null),
                true));
        observer.onEvent(new InteractionEvent.MarkSet(at(1, "me"), new Mark("early", null), null));
        observer.onEvent(new InteractionEvent.RunOpened(
                at(3, null), new InteractionEvent.Run("0123456789ab", data, run(), "muxed", true, STARTED)));
        observer.onEvent(step(5, "lower", Duration.ofMillis(2000), Duration.ofMillis(2001), null));
        observer.onEvent(step(6, "raise", Duration.ofMillis(3000), Duration.ofMillis(3025), null));
        observer.onEvent(step(7, "raise", Duration.ofMillis(4000), null, "role a is away"));
        observer.onEvent(
                new InteractionEvent.MarkSet(at(8, "me"), new Mark("face", "a \"b\""), Duration.ofMillis(5000)));
        observer.onEvent(new InteractionEvent.InteractionEnded(at(62, null), EndReason.PLAN, Map.of()));
        observer.onEvent(new InteractionEvent.InteractionDeleted(at(63, null)));
        observer.close();
        ObjectNode manifest = ManifestFile.read(run());
        assertThat(ManifestSchema.problems(manifest)).isEmpty();
        assertThat(manifest.path("plan").toString())
                .isEqualTo("{\"name\":\"dyad\",\"sha256\":\"ab12\",\"condition\":\"k7\",\"seed\":42,\"trial\":true,"
                        + "\"exclusions\":{\"lostSoundPercent\":2.0,\"away\":5.0},\"acts\":3,"
                        + "\"deviations\":2,\"carriedOutUntil\":4.0}");
        assertThat(manifest.path("incidents").findValuesAsText("kind"))
                .containsExactly("plan_deviation", "plan_deviation");
        assertThat(manifest.at("/incidents/0/reason").asText()).contains("raise", "30 ms late");
        assertThat(manifest.at("/marks/1/sinceStart").asDouble()).isEqualTo(5.0);
        assertThat(Files.readAllLines(run().resolve("timeline.csv")))
                .containsExactly(
                        TimelineFile.HEADER.strip(),
                        ",,page,,,,,me,,mark,early,,,0,before the start",
                        "lower,1,\"mark go, of a\",2.000000,2.001000,2.006000,6.000,me,a,control,voice.pitch,0.8,2.000000,0,",
                        "raise,1,\"mark go, of a\",3.000000,3.025000,3.030000,30.000,me,a,control,voice.pitch,0.8,2.000000,1,",
                        "raise,1,\"mark go, of a\",4.000000,,,,me,a,control,voice.pitch,0.8,2.000000,1,role a is away",
                        ",,page,,5.000000,,,me,,mark,face,\"a \"\"b\"\"\",,0,");
        assertThat(Files.getPosixFilePermissions(run().resolve("timeline.csv")))
                .doesNotContain(PosixFilePermission.OTHERS_READ);
    }

    /** The bundle is replaced during the run: the next version completes the manifest, with what both have heard. */
    @Test
    void theNextVersionCompletesTheManifest() throws IOException {
        ManifestObserver old = new ManifestObserver(disk, new ScheduledThreadPoolExecutor(1));
        old.use(() -> Map.of("GStreamer", "1.22.0"));
        begin(old);
        old.onEvent(new InteractionEvent.RecordingStalled(at(4, "me"), "the disk does not answer"));
        old.close();
        ManifestObserver next =
                new ManifestObserver(new ScheduledThreadPoolExecutor(1), new ScheduledThreadPoolExecutor(1));
        next.use(() -> Map.of("GStreamer", "1.24.0"));
        next.onEarlierEvent(new InteractionEvent.InteractionCreated(at(0, "me")));
        next.onEarlierEvent(joined(0.1, "pitch pitch=0.8 name=voice"));
        next.onEarlierEvent(new InteractionEvent.BundleChanged(at(1, null), "org.ducksoup.congestion", "1.0.1", true));
        next.onEarlierEvent(new InteractionEvent.ParticipantConnected(at(0.1, "me"), 1));
        next.onEarlierEvent(new InteractionEvent.RunOpened(
                at(3, null), new InteractionEvent.Run("0123456789ab", data, run(), "muxed", true, STARTED)));
        assertThat(OpenRuns.contains(run())).isTrue();
        next.onEarlierEvent(new InteractionEvent.RecordingStalled(at(4, "me"), "the disk does not answer"));
        next.onEvent(new InteractionEvent.RecorderLost(at(5, "me"), "the bundle of the recorder was stopped"));
        next.onEvent(new InteractionEvent.BundleChanged(at(5.1, null), "org.ducksoup.recording", "1.0.1", true));
        next.onEvent(new InteractionEvent.InteractionEnded(at(63, null), EndReason.DURATION_REACHED, Map.of()));
        next.onEvent(new InteractionEvent.InteractionDeleted(at(63, null)));
        next.close();
        ObjectNode manifest = ManifestFile.read(run());
        assertThat(ManifestSchema.problems(manifest)).isEmpty();
        assertThat(manifest.path("state").asText()).isEqualTo("complete");
        assertThat(manifest.at("/software/processing/GStreamer").asText())
                .as("with which the run began")
                .isEqualTo("1.22.0");
        assertThat(manifest.at("/software/bundles/sfu").asText()).isEqualTo("1.0.0");
        assertThat(manifest.at("/software/changes").findValuesAsText("bundle"))
                .containsExactly("org.ducksoup.congestion", "org.ducksoup.recording");
        assertThat(manifest.path("participants")).hasSize(1);
        assertThat(manifest.at("/incidents/0/kind").asText()).isEqualTo("recording_stalled");
        assertThat(manifest.at("/incidents/1/kind").asText()).isEqualTo("recorder_lost");
    }

    @Test
    void oneCopyAtATimeWaitsForADiskThatHangs() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        ManifestObserver observer = new ManifestObserver(disk, new ScheduledThreadPoolExecutor(1));
        disk.execute(() -> {
            hangs.countDown();
            try {
                answers.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        hangs.await();
        begin(observer);
        for (int second = 5; second < 60; second++) {
            observer.onEvent(new InteractionEvent.RecordingStalled(at(second, "me"), "stall " + second));
        }
        assertThat(disk.getQueue())
                .as("the first manifest, and one that replaces it")
                .hasSize(2);
        answers.countDown();
        observer.onEvent(new InteractionEvent.InteractionDeleted(at(61, null)));
        observer.close();
        assertThat(ManifestFile.read(run()).path("incidents")).hasSize(55);
    }

    private void record() throws IOException {
        Path recordings = Files.createDirectories(run().resolve("recordings"));
        Path index = Files.createDirectories(run().resolve("index"));
        Set<RecordedTrack> tracks =
                Set.of(new RecordedTrack(Tap.DRY, Codec.OPUS), new RecordedTrack(Tap.DRY, Codec.VP8));
        Recorder recorder =
                new MuxedRecorderFactory().open(new RecordingRequest(recordings, index, "stem", tracks, Map.of()));
        new Run(recorder, EnumSet.of(Codec.OPUS, Codec.VP8)).feed(RealMediaTest.call(Codec.VP8));
        recorder.close();
        assertThat(GapList.read(index.resolve("stem-dry.mkv.csv"))).isEmpty();
        List<String> rows = Files.readAllLines(index.resolve("stem-dry.mkv.csv"));
        assertThat(rows.get(0)).isEqualTo(IndexFile.HEADER);
        assertThat(rows.get(1)).matches("(audio|video),0,1020000000,[0-9]+,1020000000,1020000000,1,[0-9]+,0");
    }

    /**
     * The disk does not answer at the end. Sizes and checksums of files that are still being written would be wrong.
     */
    @Test
    void isNotCompleteBeforeTheFilesAre() throws Exception {
        ManifestObserver observer = new ManifestObserver(disk, new ScheduledThreadPoolExecutor(1));
        begin(observer);
        Path recordings = Files.createDirectories(run().resolve("recordings"));
        Path index = Files.createDirectories(run().resolve("index"));
        Recorder recorder = new MuxedRecorderFactory()
                .open(new RecordingRequest(
                        recordings, index, "stem", Set.of(new RecordedTrack(Tap.DRY, Codec.OPUS)), Map.of()));
        observer.onEvent(new InteractionEvent.InteractionEnded(at(63, null), EndReason.DURATION_REACHED, Map.of()));
        observer.onEvent(new InteractionEvent.InteractionDeleted(at(63, null)));
        Path manifest = run().resolve(ManifestFile.NAME);
        while (!Files.exists(manifest)
                || !ManifestFile.read(run()).at("/interaction/endReason").isTextual()) {
            Thread.onSpinWait();
        }
        assertThat(ManifestFile.read(run()).path("state").asText()).isEqualTo("unfinished");
        recorder.close();
        observer.close();
        assertThat(ManifestFile.read(run()).path("state").asText()).isEqualTo("complete");
        assertThat(ManifestFile.read(run()).at("/files/0/finished").asBoolean()).isTrue();
    }

    /** An analysis needs to know the effect of each file, and whose voice a control changed. */
    @Test
    void tellsWhatEachConnectionAskedForAndWhomAControlChanged() throws IOException {
        ManifestObserver observer = new ManifestObserver(disk, new ScheduledThreadPoolExecutor(1));
        begin(observer);
        observer.onEvent(joined(20, "pitch pitch=1.2"));
        observer.onEvent(new InteractionEvent.ParticipantConnected(at(20, "me"), 2));
        EffectControl ofNobody = new EffectControl(
                "voice", "pitch", new PropertyValue.FloatValue(1.5f), Duration.ZERO, "who has not come yet");
        observer.onEvent(new InteractionEvent.EffectControlled(at(21, "me"), ofNobody, "me"));
        observer.onEvent(new InteractionEvent.InteractionEnded(at(63, null), EndReason.DURATION_REACHED, Map.of()));
        observer.onEvent(new InteractionEvent.InteractionDeleted(at(63, null)));
        observer.close();
        ObjectNode manifest = ManifestFile.read(run());
        assertThat(ManifestSchema.problems(manifest)).isEmpty();
        assertThat(manifest.at("/participants/0/connections/0/asked/audioFx").asText())
                .isEqualTo("pitch pitch=0.8 name=voice");
        assertThat(manifest.at("/participants/0/connections/1/asked/audioFx").asText())
                .isEqualTo("pitch pitch=1.2");
        assertThat(manifest.at("/participants/0/asked/audioFx").asText()).isEqualTo("pitch pitch=0.8 name=voice");
        assertThat(manifest.at("/controls/0/target").asText()).isEqualTo("me");
    }

    private static InteractionEvent says(double seconds, ClientReport report) {
        return new InteractionEvent.ClientReported(at(seconds, "me"), report);
    }

    private ObjectNode endedWith(InteractionEvent... events) throws IOException {
        ManifestObserver observer = new ManifestObserver(disk, new ScheduledThreadPoolExecutor(1));
        begin(observer);
        for (InteractionEvent event : events) {
            observer.onEvent(event);
        }
        observer.onEvent(new InteractionEvent.InteractionEnded(at(63, null), EndReason.DURATION_REACHED, Map.of()));
        observer.onEvent(new InteractionEvent.InteractionDeleted(at(63, null)));
        observer.close();
        ObjectNode manifest = ManifestFile.read(run());
        assertThat(ManifestSchema.problems(manifest)).isEmpty();
        return manifest;
    }

    @Test
    void tellsWhatThePageSaysOfItsDevicesItsBrowserAndItself() throws IOException {
        var screen = new ClientReport.TrackSettings(MediaKind.VIDEO, "Webcam", Map.of("width", 640L, "zoom", 1.5));
        ObjectNode manifest = endedWith(
                says(3.5, new ClientReport.Browser("Firefox 140.0", "Linux", "Mozilla/5.0")),
                says(3.5, screen),
                says(3.6, new ClientReport.TrackSettings(MediaKind.AUDIO, null, Map.of("echoCancellation", false))),
                says(4, screen),
                says(9, new ClientReport.Incident(What.DEVICE_LOST, MediaKind.VIDEO, "unplugged", Duration.ZERO)),
                says(
                        15,
                        new ClientReport.Incident(
                                What.DEVICE_MUTED, MediaKind.VIDEO, "no-frames", Duration.ofMillis(3000))),
                says(16, new ClientReport.Incident(What.PAGE_HIDDEN, null, null, Duration.ZERO)),
                says(17, new ClientReport.TrackSettings(MediaKind.VIDEO, "Webcam", Map.of("width", 320L))));
        JsonNode connection = manifest.at("/participants/0/connections/0");
        assertThat(connection.at("/browser/name").asText()).isEqualTo("Firefox 140.0");
        assertThat(connection.at("/browser/system").asText()).isEqualTo("Linux");
        assertThat(connection.path("captured")).as("the same is not said twice").hasSize(3);
        assertThat(connection.at("/captured/0/label").asText()).isEqualTo("Webcam");
        assertThat(connection.at("/captured/0/settings/zoom").asDouble()).isEqualTo(1.5);
        assertThat(connection.at("/captured/1/label").isMissingNode()).isTrue();
        assertThat(connection.at("/captured/2/settings/width").asInt()).isEqualTo(320);
        assertThat(connection.at("/captured/2/time").asDouble()).isEqualTo(14.0);
        assertThat(manifest.at("/incidents/0/kind").asText()).isEqualTo("device_lost");
        assertThat(manifest.at("/incidents/0/reason").asText()).isEqualTo("video: unplugged");
        assertThat(manifest.at("/incidents/0/time").asDouble()).isEqualTo(6.0);
        assertThat(manifest.at("/incidents/1/time").asDouble())
                .as("when it began, and not when it was told")
                .isEqualTo(9.0);
        assertThat(manifest.at("/incidents/2/kind").asText()).isEqualTo("page_hidden");
        assertThat(manifest.at("/incidents/2/type").isMissingNode()).isTrue();
    }

    /** A page can say so every millisecond, and the manifest is copied and written again and again. */
    @Test
    void aPageCannotFillTheManifest() throws IOException {
        InteractionEvent[] many = new InteractionEvent[4000];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = says(5, new ClientReport.Incident(What.PAGE_HIDDEN, null, null, Duration.ZERO));
            many[i + 1] = says(
                    5, new ClientReport.TrackSettings(MediaKind.VIDEO, "x".repeat(200), Map.of("width", (long) i)));
        }
        ObjectNode manifest = endedWith(many);
        assertThat(manifest.path("incidents")).hasSize(500);
        assertThat(manifest.at("/participants/0/connections/0/captured")).hasSizeBetween(400, 500);
    }

    @Test
    void aSlowEffectIsAnIncident() throws IOException {
        ManifestObserver observer = new ManifestObserver(disk, new ScheduledThreadPoolExecutor(1));
        begin(observer);
        observer.onEvent(new InteractionEvent.EffectSlow(at(20, "me"), MediaKind.AUDIO, 0.3333));
        observer.onEvent(new InteractionEvent.InteractionEnded(at(63, null), EndReason.DURATION_REACHED, Map.of()));
        observer.onEvent(new InteractionEvent.InteractionDeleted(at(63, null)));
        observer.close();
        ObjectNode manifest = ManifestFile.read(run());
        assertThat(ManifestSchema.problems(manifest)).isEmpty();
        JsonNode incident = manifest.at("/incidents/0");
        assertThat(incident.path("kind").asText()).isEqualTo("effect_slow");
        assertThat(incident.path("userId").asText()).isEqualTo("me");
        assertThat(incident.path("reason").asText()).startsWith("at least 33.3 % of the audio is lost");
    }

    /** A lab's recorder may be writing to the directory, and the names of its files are unknown. */
    @Test
    void aRunThatGoesOnIsKnownAsSuch() {
        ManifestObserver observer = new ManifestObserver(disk, new ScheduledThreadPoolExecutor(1));
        begin(observer);
        assertThat(OpenRuns.contains(run())).isTrue();
        observer.onEvent(new InteractionEvent.InteractionEnded(at(63, null), EndReason.DURATION_REACHED, Map.of()));
        observer.onEvent(new InteractionEvent.InteractionDeleted(at(63, null)));
        observer.close();
        assertThat(OpenRuns.contains(run())).isFalse();
    }

    @Test
    void aCrashLeavesOneThatSaysUnfinished() throws IOException {
        ManifestObserver observer = new ManifestObserver(disk, new ScheduledThreadPoolExecutor(1));
        begin(observer);
        // Time passes, and bitrates are sampled.
        observer.onEvent(new InteractionEvent.OutboundBitrate(
                at(5, "me"), org.ducksoup.api.media.MediaKind.AUDIO, new org.ducksoup.api.media.Bitrate(1000)));
        observer.close();
        ObjectNode manifest = ManifestFile.read(run());
        assertThat(ManifestSchema.problems(manifest)).isEmpty();
        assertThat(manifest.path("state").asText()).isEqualTo("unfinished");
        assertThat(manifest.at("/participants/0/connections/0/stem").asText())
                .as("what happened since the beginning")
                .isEqualTo("stem");
    }

    @Test
    void nothingIsWrittenOfAnInteractionThatNeverStarted() {
        ManifestObserver observer = new ManifestObserver(disk, new ScheduledThreadPoolExecutor(1));
        observer.onEvent(new InteractionEvent.InteractionCreated(at(0, "me")));
        observer.onEvent(new InteractionEvent.InteractionEnded(at(15, null), EndReason.ABORTED, Map.of()));
        observer.close();
        assertThat(data).isEmptyDirectory();
    }
}
