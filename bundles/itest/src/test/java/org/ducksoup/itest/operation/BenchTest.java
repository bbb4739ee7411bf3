package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.running.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ./ducksoup bench} starts, with loads that are as small as they can be. */
class BenchTest {
    @RegisterExtension
    static final RunningServer RUNNING = RunningServer.ordinary();

    @TempDir
    Path directory;

    private record Run(int status, String printed) {}

    private Run bench(String... options) throws IOException, InterruptedException {
        Path home = Project.ROOT.resolve("bench/target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.attach",
                "-cp",
                home.resolve("classes") + ":" + Files.readString(home.resolve("classpath")),
                "org.ducksoup.bench.Bench",
                "--distribution",
                Project.ASSEMBLY.toString(),
                "--out",
                directory.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), printed);
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(Files.readString(directory.resolve("report.json")));
    }

    /** The whole way: the server of this project is started, profiled and compared. */
    @Test
    void measuresThisServerBesideJanusAndDrawsAFlameGraph() throws Exception {
        boolean janus = Files.isExecutable(Path.of("/usr/bin/janus"));
        assumeThat(janus).as("Janus is installed by setup --test").isTrue();
        Run run = bench(
                "--interactions=2",
                "--seconds=3",
                "--stagger=10",
                "--warm-up=1",
                "--settle=1",
                "--peer=janus",
                "--profile");
        assertThat(run.status).as(run.printed).isZero();
        assertThat(report().path("command").asText())
                .startsWith("./ducksoup bench")
                .contains("--peer=janus");
        assertThat(report().path("loads")).hasSize(2);
        for (JsonNode load : report().path("loads")) {
            JsonNode figures = load.path("figures");
            // Four participants, each with 150 packets a second.
            assertThat(figures.path("packets/s delivered").asDouble()).isBetween(570.0, 630.0);
            assertThat(figures.path("packets per CPU-second").asDouble()).isBetween(500.0, 500_000.0);
            assertThat(figures.path("latency p50, ms").asDouble()).isBetween(0.01, 100.0);
            assertThat(figures.path("first video p50, ms").asDouble()).isBetween(10.0, 20_000.0);
        }
        assertThat(directory.resolve("profile.html")).isNotEmptyFile();
        assertThat(Files.readString(directory.resolve("profile.collapsed"))).contains("org/ducksoup/");
        assertThat(Files.readString(directory.resolve("packets-per-cpu-second.svg")))
                .contains("this server")
                .contains("Janus");
    }

    @Test
    void measuresAServerThatRunsAlreadyWithEffectsAndRecordings() throws Exception {
        String url = "ws://localhost:" + RUNNING.server().port() + "/ws";
        Run run = bench(
                "--url=" + url,
                "--pid=" + RUNNING.server().pid(),
                "--interactions=1",
                "--size=2",
                // Long enough for a sender report, without which no delay of a frame is known, and for a hiccup of the
                // callers not to be 2 % of what they send.
                "--seconds=9",
                "--stagger=0",
                "--warm-up=0",
                "--settle=5",
                "--media=h264",
                "--effect=coloreffects preset=sepia",
                "--recording=muxed");
        assertThat(run.status).as(run.printed).isZero();
        JsonNode figures = report().path("loads").path(0).path("figures");
        assertThat(figures.path("frame delay p50, ms").asDouble()).isBetween(0.1, 500.0);
        assertThat(figures.path("cores").asDouble()).isBetween(0.01, 2.0);
        assertThat(run.printed).contains("'--effect=coloreffects preset=sepia'");
    }

    @Test
    void measuresAStepOfAPacketsWay() throws Exception {
        Run run = bench("--micro=rtp.*parse");
        assertThat(run.status).as(run.printed).isZero();
        assertThat(run.printed).contains("Measuring Rtp.parse…").containsPattern("Rtp\\.parse +[0-9.]+ +[0-9.]+ +0\n");
        assertThat(directory.resolve("micro.txt")).content().contains("'--micro=rtp.*parse'");
        assertThat(directory.resolve("micro.json")).content().contains("RtpBenchmark.parse");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--interactions=0 | --interactions is 1 or more, not 0",
                "--interactions=many | 'many' is not an int",
                "--media=mpeg | --media is synthetic, vp8 or h264, not mpeg",
                "--effect=coloreffects | --effect needs pictures: --media h264 or --media vp8",
                "--voice-effect=volume | --voice-effect needs a real voice: --media h264 or --media vp8",
                "--peer=jitsi | --peer is janus or galene, not jitsi",
                "--peer=janus --media=h264 | --peer janus gets synthetic packets only, so --media h264 would load this server alone",
                "--peer=galene --media=vp8 | --peer galene gets synthetic packets only, so --media vp8 would",
                "--peer=janus --effect=coloreffects | --peer janus gets synthetic packets only, so --effect would",
                "--peer=janus --voice-effect=volume | --peer janus gets synthetic packets only, so --voice-effect would",
                "--peer=galene | Galène is not installed",
                "--micro=webrtc | --micro: no step has a name like 'webrtc'. There are Demux.demux, ",
                "--url=http://localhost/ws | --url begins with ws:// or wss://",
                "--url=ws://localhost:1/ws | No WebSocket opens at ws://localhost:1/ws (--url)",
                "--baseline=/nowhere | /nowhere is no unpacked distribution",
                "--speed=fast | Unknown option: '--speed=fast'"
            })
    void whatCannotBeMeasuredIsASentenceAndNoFigures(String options, String sentence) throws Exception {
        List<String> all = new ArrayList<>(List.of("--warm-up=0", "--seconds=1"));
        all.addAll(List.of(options.split(" ")));
        Run run = bench(all.toArray(String[]::new));
        assertThat(run.printed).contains("ducksoup bench: ").contains(sentence);
        assertThat(run.status).isEqualTo(2);
        assertThat(directory.resolve("report.json")).doesNotExist();
    }

    /** A crowd that the server does not let in gives no figures of a smaller one. */
    @Test
    void aFullServerGivesNoFigures() throws Exception {
        String url = "ws://localhost:" + RUNNING.server().port() + "/ws";
        Run run = bench("--url=" + url, "--interactions=1", "--size=9", "--warm-up=0", "--settle=1", "--seconds=1");
        assertThat(run.printed).contains("refused").contains("size");
        assertThat(run.status).isEqualTo(2);
    }
}
