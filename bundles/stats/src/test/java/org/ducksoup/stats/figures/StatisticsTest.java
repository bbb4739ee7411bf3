package org.ducksoup.stats.figures;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.ducksoup.api.cluster.ClusterNode;
import org.ducksoup.api.cluster.ClusterNodes;
import org.ducksoup.api.cluster.FiguresElsewhere;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.api.interaction.InteractionEvent.ClientLogged;
import org.ducksoup.api.interaction.InteractionEvent.InboundBitrate;
import org.ducksoup.api.interaction.InteractionEvent.InboundReport;
import org.ducksoup.api.interaction.InteractionEvent.InteractionCreated;
import org.ducksoup.api.interaction.InteractionEvent.InteractionDeleted;
import org.ducksoup.api.interaction.InteractionEvent.InteractionStarted;
import org.ducksoup.api.interaction.InteractionEvent.KeyFrameRequested;
import org.ducksoup.api.interaction.InteractionEvent.OutboundBitrate;
import org.ducksoup.api.interaction.InteractionEvent.ParticipantConnected;
import org.ducksoup.api.interaction.InteractionEvent.ParticipantDisconnected;
import org.ducksoup.api.interaction.InteractionEvent.Scope;
import org.ducksoup.api.interaction.InteractionEvent.TargetBitrate;
import org.ducksoup.api.interaction.InteractionEvent.TrackReceived;
import org.ducksoup.api.interaction.ParticipantSession.ClientLog;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.WorkerStatus;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionFactory;
import org.ducksoup.api.transport.PeerConnectionListener;
import org.ducksoup.api.transport.ReceptionReport;
import org.ducksoup.api.websocket.WebSocketListener;
import org.ducksoup.api.websocket.WebSocketSession;
import org.ducksoup.stats.FakeConfiguration;
import org.ducksoup.stats.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The frames of the feed as the wire protocol defines them, and the metrics. */
class StatisticsTest {
    private static final String NAME = "https://lab.example#exp#trial 1";

    private final LiveFigures live = new LiveFigures();
    private final Metrics metrics = new Metrics(live);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        clock.shutdownNow();
        metrics.close();
    }

    /** Other servers' interactions have their figures, and everything has the name of its server. */
    @Test
    void theFeedHasTheInteractionsOfAllServers() throws Exception {
        String theirs = "{\"payload\":{\"o#n#there\":{\"t\":{\"From\":\"eve\"}},\"" + NAME
                + "\":{}},\"study\":{\"o#n#there\":{\"state\":\"running\"},\"" + NAME + "\":{}}}";
        FiguresElsewhere elsewhere = elsewhere(Map.of("10.0.0.2:5701", theirs, "10.0.0.3:5701", "no JSON"));
        JsonNode alone = new ObjectMapper()
                .readTree(StatisticsFrame.of(live, List.of(), elsewhere, 0, List.of())
                        .orElseThrow());
        assertThat(alone.at("/study/o#n#there/server").asText()).isEqualTo("10.0.0.2:5701");
        assertThat(alone.at("/payload/o#n#there/t/From").asText()).isEqualTo("eve");
        running();
        JsonNode both = new ObjectMapper()
                .readTree(StatisticsFrame.of(live, List.of(), elsewhere, 0, List.of())
                        .orElseThrow());
        assertThat(both.path("payload").size()).isEqualTo(2);
        assertThat(both.path("study").path(NAME).path("server").asText())
                .as("of a run that is here, and was there")
                .isEqualTo("10.0.0.1:5701");
        assertThat(StatisticsFrame.here(live, List.of()))
                .contains(NAME)
                .doesNotContain("there")
                .doesNotContain("10.0.0");
    }

    private static FiguresElsewhere elsewhere(Map<String, String> figures) {
        return new FiguresElsewhere() {
            @Override
            public String server() {
                return "10.0.0.1:5701";
            }

            @Override
            public Map<String, String> figures() {
                return figures;
            }
        };
    }

    @Test
    void withoutAnInteractionThereIsNoFrame() {
        assertThat(StatisticsFrame.of(live, List.of(), null, 0.1234, List.of())).isEmpty();
    }

    @Test
    void aFrameHasEveryTrackUnderItsInteraction() throws Exception {
        running();
        JsonNode frame = new ObjectMapper()
                .readTree(StatisticsFrame.of(live, List.of(), null, 0.1234, List.of())
                        .orElseThrow());
        assertThat(frame.path("kind").asText()).isEqualTo("update");
        assertThat(frame.path("payload").size()).isEqualTo(1);
        JsonNode video = frame.path("payload").path(NAME).path("video-of-ann");
        assertThat(video.path("From").asText()).isEqualTo("ann");
        assertThat(video.path("Kind").asText()).isEqualTo("video");
        assertThat(video.path("IntputKbs").asInt()).isEqualTo(700);
        assertThat(video.path("InputKbs").asInt()).isEqualTo(700);
        assertThat(video.path("OutputKbs").asInt()).isEqualTo(650);
        assertThat(video.has("TargetKbs")).isTrue();
        assertThat(video.path("Lost").asInt()).isEqualTo(3);
        assertThat(video.path("LostInAll").asInt()).isEqualTo(5);
        assertThat(video.path("TargetKbs").asInt()).isEqualTo(800);
        assertThat(video.path("RoundTripMs").asDouble()).isEqualTo(23);
        assertThat(video.path("FrameRate").asText()).isEqualTo("29");
        assertThat(video.path("KeyFrames").asText()).isEqualTo("4");
        assertThat(video.path("Pli").asText()).isEqualTo("2");
        assertThat(video.path("PliSent").asInt()).isEqualTo(1);
        assertThat(frame.path("server").path("CpuPercent").asDouble()).isEqualTo(12.3);
        assertThat(video.path("JitterMs").asDouble()).isEqualTo(4.2);
        assertThat(video.path("Resolution").asText()).isEqualTo("640x480");
        assertThat(frame.path("payload").path(NAME).has("audio-of-ann")).isTrue();
    }

    @Test
    void aFrameHasWhatTheProcessesOfEffectsUse() throws Exception {
        running();
        List<WorkerStatus> workers = List.of(
                new WorkerStatus(1, 4711, List.of("default/trial/ann, video"), 120 << 20, 23),
                new WorkerStatus(2, 4712, List.of(), 100 << 20, 1));
        JsonNode server = new ObjectMapper()
                .readTree(StatisticsFrame.of(live, List.of(), null, 0.1234, workers)
                        .orElseThrow())
                .path("server");
        assertThat(server.path("Workers").asInt()).isEqualTo(2);
        assertThat(server.path("WorkersMebibytes").asInt()).isEqualTo(220);
        assertThat(server.path("WorkersCorePercent").asInt()).isEqualTo(24);
    }

    @Test
    void whoLeavesTakesTheTracksAlongAndTheEndTakesAll() {
        running();
        tell(new ParticipantDisconnected(Samples.RUNNING, "stop"));
        assertThat(StatisticsFrame.of(live, List.of(), null, 0.1234, List.of()))
                .hasValueSatisfying(frame -> assertThat(frame).contains(NAME).doesNotContain("of-ann"));
        // A late report about a track that has ended.
        tell(new InboundBitrate(Samples.RUNNING, MediaKind.VIDEO, new Bitrate(1)));
        tell(new InteractionDeleted(Samples.WHOLE));
        assertThat(StatisticsFrame.of(live, List.of(), null, 0.1234, List.of())).isEmpty();
    }

    @Test
    void onlyWhoListensIsTold() {
        running();
        StatisticsFeed feed = new StatisticsFeed(live, true, clock);
        Watcher first = new Watcher();
        Watcher second = new Watcher();
        WebSocketListener listening = feed.onOpen(first);
        feed.onOpen(second);
        feed.tick();
        listening.onText("anything");
        listening.onClose(1000, "");
        feed.tick();
        assertThat(second.frames.size() - first.frames.size()).isPositive();
        assertThat(first.frames.get(0)).startsWith("{\"kind\":\"update\",");
    }

    @Test
    void whoListensGoesOnAfterAnEditUntilItIsSwitchedOff() {
        running();
        StatisticsFeed feed = new StatisticsFeed(live, true, clock);
        Watcher watcher = new Watcher();
        WebSocketListener listening = feed.onOpen(watcher);
        feed.modified(FakeConfiguration.DEFAULTS.level(1));
        feed.tick();
        assertThat(watcher.frames).isNotEmpty();
        assertThat(watcher.closed).isEmpty();
        feed.modified(FakeConfiguration.DEFAULTS.withoutStats());
        assertThat(watcher.closed).containsExactly("1008 generateStats is false in config/server.yml");
        listening.onClose(1008, "");
        Watcher late = new Watcher();
        feed.onOpen(late);
        assertThat(late.closed).hasSize(1);
        feed.modified(FakeConfiguration.DEFAULTS);
        Watcher again = new Watcher();
        feed.onOpen(again);
        feed.tick();
        assertThat(again.frames).isNotEmpty();
    }

    @Test
    void switchedOffItSaysWhy() {
        StatisticsFeed feed = new StatisticsFeed(live, false, clock);
        Watcher watcher = new Watcher();
        feed.onOpen(watcher);
        assertThat(watcher.closed).containsExactly("1008 generateStats is false in config/server.yml");
    }

    @Test
    void whatClientsReportIsTextThatNeedNotBeANumber() {
        running();
        tell(new ClientLogged(Samples.RUNNING, new ClientLog("client_video_fps_updated", "many")));
        tell(new ClientLogged(Samples.RUNNING, new ClientLog("client_video_resolution_updated", "<b>x9")));
        assertThat(new String(metrics.content(), StandardCharsets.UTF_8))
                .contains("ducksoup_frame_rate_hertz{kind=\"video\",statistic=\"mean\"} 0.0")
                .contains("ducksoup_picture_height_pixels{kind=\"video\",statistic=\"max\"} 0.0");
    }

    @Test
    void theProcessorsShareIsOfAllAndSinceTheLastTime() {
        Duration[] used = {Duration.ofSeconds(5)};
        long[] nanos = {0};
        ProcessorShare share = new ProcessorShare(() -> used[0], () -> nanos[0], 4);
        used[0] = Duration.ofSeconds(7);
        nanos[0] = Duration.ofSeconds(2).toNanos();
        assertThat(share.next()).isEqualTo(0.25);
        nanos[0] = Duration.ofSeconds(3).toNanos();
        assertThat(share.next()).isZero();
    }

    @Test
    void metricsSayWhatTheUdpPortDropped() {
        Map<String, Long> dropped = new HashMap<>(Map.of("stun_stranger", 7L, "rtp_malformed", 0L));
        PeerConnectionFactory transport = new PeerConnectionFactory() {
            @Override
            public PeerConnection open(String name, PeerConnectionListener listener) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Map<String, Long> droppedPackets() {
                return dropped;
            }
        };
        metrics.setTransport(transport);
        dropped.put("stun_stranger", 8L);
        assertThat(new String(metrics.content(), StandardCharsets.UTF_8))
                .contains("ducksoup_packets_dropped_total{cause=\"stun_stranger\"} 8.0")
                .contains("ducksoup_packets_dropped_total{cause=\"rtp_malformed\"} 0.0");
        metrics.removeTransport(transport);
        assertThat(new String(metrics.content(), StandardCharsets.UTF_8)).contains("ducksoup_packets_dropped_total");
    }

    @Test
    void metricsTellOfTheServersOfACluster() {
        assertThat(new String(metrics.content(), StandardCharsets.UTF_8)).doesNotContain("ducksoup_cluster");
        metrics.nodes = new ClusterNodes() {
            @Override
            public List<ClusterNode> nodes() {
                return List.of(
                        node("a:1", ClusterNode.State.SERVING, 3), node("b:1", ClusterNode.State.UNREACHABLE, 4));
            }

            @Override
            public void forget(String server) {
                throw new UnsupportedOperationException();
            }
        };
        assertThat(new String(metrics.content(), StandardCharsets.UTF_8))
                .contains("ducksoup_cluster_servers{state=\"serving\"} 1.0")
                .contains("ducksoup_cluster_servers{state=\"unreachable\"} 1.0")
                .contains("ducksoup_cluster_servers{state=\"full\"} 0.0")
                .contains("ducksoup_cluster_interactions{server=\"a:1\"} 3.0")
                .doesNotContain("b:1");
        metrics.nodes = null;
        assertThat(new String(metrics.content(), StandardCharsets.UTF_8)).doesNotContain("ducksoup_cluster_servers{");
    }

    private static ClusterNode node(String name, ClusterNode.State state, int interactions) {
        ServerLoad load = new ServerLoad(interactions, 0, 1, 0, 1, 0, 1, 0, 1);
        return new ClusterNode(name, "http://a", state, false, "1", load, 0, 0, 0, Duration.ZERO);
    }

    @Test
    void metricsCountAndNameNobody() {
        running();
        String text = new String(metrics.content(), StandardCharsets.UTF_8);
        assertThat(text)
                .contains("ducksoup_interactions{state=\"started\"} 1.0")
                .contains("ducksoup_interactions{state=\"waiting\"} 0.0")
                .contains("ducksoup_participants 1.0")
                .contains("ducksoup_bitrate_bits_per_second{direction=\"received\",kind=\"video\"} 700000.0")
                .contains("ducksoup_bitrate_bits_per_second{direction=\"target\",kind=\"video\"} 800000.0")
                .contains("ducksoup_jitter_seconds{kind=\"video\",statistic=\"max\"} 0.00421")
                .contains("ducksoup_jitter_seconds{kind=\"audio\",statistic=\"mean\"} 0.0")
                .contains("ducksoup_round_trip_seconds{kind=\"video\",statistic=\"mean\"} 0.023")
                .contains("ducksoup_frame_rate_hertz{kind=\"video\",statistic=\"min\"} 29.0")
                .contains("ducksoup_picture_height_pixels{kind=\"video\",statistic=\"mean\"} 480.0")
                .contains("ducksoup_keyframes_requested_total 1.0", "ducksoup_keyframes 4.0")
                .contains("process_cpu_usage")
                .contains("ducksoup_packets_lost_total{kind=\"video\"} 5.0")
                .contains("ducksoup_interactions_started_total 1.0")
                .contains("jvm_memory_used_bytes", "process_files_open_files", "process_uptime_seconds")
                .doesNotContain("ann", "lab.example", "trial 1");
        for (var sample : Samples.ALL) {
            metrics.onEvent(sample);
        }
        assertThat(new String(metrics.content(), StandardCharsets.UTF_8))
                .contains("ducksoup_joins_refused_total{cause=\"full\"} 1.0")
                .contains("ducksoup_effects_lost_total", "ducksoup_recordings_failed_total")
                .doesNotContain("小明", "lab.example");
    }

    private void running() {
        Scope ann = Samples.RUNNING;
        tell(new InteractionCreated(ann));
        tell(new ParticipantConnected(ann, 1));
        tell(new TrackReceived(ann, MediaKind.AUDIO, "audio-of-ann", 1, "audio/opus"));
        tell(new TrackReceived(ann, MediaKind.VIDEO, "video-of-ann", 2, "video/VP8"));
        tell(new InteractionStarted(Samples.WHOLE));
        tell(new InboundBitrate(ann, MediaKind.VIDEO, Bitrate.kilobitsPerSecond(700)));
        tell(new OutboundBitrate(ann, MediaKind.VIDEO, Bitrate.kilobitsPerSecond(650)));
        tell(new InboundReport(ann, MediaKind.VIDEO, new ReceptionReport(90, 9000, 2, 1), null));
        tell(new InboundReport(
                ann, MediaKind.VIDEO, new ReceptionReport(97, 9700, 3, 4.21), java.time.Duration.ofMillis(23)));
        tell(new TargetBitrate(ann, MediaKind.VIDEO, Bitrate.kilobitsPerSecond(800)));
        tell(new KeyFrameRequested(ann, "receiver_pli"));
        tell(new ClientLogged(ann, new ClientLog("client_video_resolution_updated", "640x480")));
        tell(new ClientLogged(ann, new ClientLog("client_video_fps_updated", "29")));
        tell(new ClientLogged(ann, new ClientLog("client_keyframe_encoded_count_updated", "4")));
        tell(new ClientLogged(ann, new ClientLog("client_pli_received_count_updated", "2")));
    }

    private void tell(org.ducksoup.api.interaction.InteractionEvent event) {
        live.onEvent(event);
        metrics.onEvent(event);
    }

    private static final class Watcher implements WebSocketSession {
        private final List<String> frames = new ArrayList<>();
        private final List<String> closed = new ArrayList<>();

        @Override
        public String origin() {
            return "http://localhost";
        }

        @Override
        public String remoteAddress() {
            return "192.0.2.7:5";
        }

        @Override
        public Map<String, String> query() {
            return Map.of();
        }

        @Override
        public synchronized void send(String text) {
            frames.add(text);
        }

        @Override
        public void close(int code, String reason) {
            closed.add(code + " " + reason);
        }

        @Override
        public CompletionStage<Boolean> ping(Duration timeout) {
            return CompletableFuture.completedFuture(true);
        }
    }
}
