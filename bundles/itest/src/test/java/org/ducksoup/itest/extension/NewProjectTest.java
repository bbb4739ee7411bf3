package org.ducksoup.itest.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ducksoup.api.media.Codec;
import org.ducksoup.itest.tool.FigureFile;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.recording.Loudness;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.itest.tool.recording.Stimulus;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab's project is written, built with its contract tests, and installed in a running server, without a network. */
@Tag("waits")
class NewProjectTest {
    private static final FigureFile FIGURES = new FigureFile("new-project");
    private static final String MAVEN_OF_DEBIAN = "/usr/bin/mvn";
    private static final String MAVEN_WRAPPER = Project.ROOT.resolve("mvnw").toString();
    private static final String DUCKSOUP =
            Project.ASSEMBLY.resolve("bin/ducksoup").toString();

    @TempDir
    private static Path labs;

    private static ServerProcess server;
    private static HeadlessClients clients;
    private static Stimulus stimulus;

    @BeforeAll
    static void start() throws Exception {
        stimulus = Stimulus.make(Path.of("target/stimulus").toAbsolutePath());
        server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .withConsole()
                .start();
        clients = HeadlessClients.open();
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    @Test
    void fromNothingToAChangedVoice() throws Exception {
        long begin = System.nanoTime();
        said(run(labs, DUCKSOUP, "new", "effect", "whisper"));
        Path project = labs.resolve("whisper");
        said(run(project, MAVEN_OF_DEBIAN, "-B", "-o", "-q", "package"));
        checkContractTests(project, 10);
        long built = System.nanoTime();
        assertThat(said(run(project, DUCKSOUP, "deploy", "target/whisper-1.0.0.jar")))
                .contains("org.example.whisper 1.0.0 is installed", "effect whisper");
        ParticipantOptions quieter = ParticipantOptions.mirror("whispering", "me")
                .with("recordingMode", "muxed")
                .with("audioFx", "whisper factor=0.25 name=fx")
                .lasting(Duration.ofSeconds(4))
                .playing(stimulus.clips(Codec.VP8));
        try (HeadlessParticipant me = clients.join(server.signaling(), quieter)) {
            me.await(Milestone.FIRST_AUDIO_PACKET);
            long heard = System.nanoTime();
            System.out.printf(
                    "from nothing to a changed voice: %.1f s, of these %.1f s for the build and its tests%n",
                    (heard - begin) / 1e9, (built - begin) / 1e9);
            FIGURES.put("from nothing to a changed voice, ms", (heard - begin) / 1e6);
            me.await(Milestone.FILES);
        }
        RecordedRun run = RecordedRun.of(server.directory().resolve("data"), "whispering");
        assertThat(Loudness.difference(run)).as("dB, at a quarter").isCloseTo(-12.04, within(0.7));
        assertThat(said(run(project, DUCKSOUP, "deploy", "target/whisper-1.0.0.jar")))
                .contains("org.example.whisper 1.0.0 is updated");
    }

    @Test
    void aRecorderIsBuiltByTheWrapperAndWrites() throws Exception {
        said(run(labs, DUCKSOUP, "new", "recorder", "frame-times", "edu.lab"));
        Path project = labs.resolve("frame-times");
        said(run(project, MAVEN_WRAPPER, "-B", "-o", "-q", "package"));
        checkContractTests(project, 7);
        assertThat(said(run(project, DUCKSOUP, "deploy", "target/frame-times-1.0.0.jar")))
                .contains("edu.lab.frametimes 1.0.0 is installed", "recordingMode \"frame-times\"");
        ParticipantOptions recorded = ParticipantOptions.mirror("recorded", "me")
                .with("recordingMode", "frame-times")
                .lasting(Duration.ofSeconds(3))
                .playing(stimulus.clips(Codec.VP8));
        try (HeadlessParticipant me = clients.join(server.signaling(), recorded)) {
            assertThat(me.await(Milestone.FILES).payload().toString()).contains("-frame-times.csv");
        }
    }

    @Test
    void anObserverIsBuiltAndWaitsForItsConfiguration() throws Exception {
        said(run(labs, DUCKSOUP, "new", "observer", "eeg"));
        Path project = labs.resolve("eeg");
        said(run(project, MAVEN_OF_DEBIAN, "-B", "-o", "-q", "package"));
        checkContractTests(project, 5);
        assertThat(said(run(project, DUCKSOUP, "deploy", "target/eeg-1.0.0.jar")))
                .contains("org.example.eeg 1.0.0 is installed", "etc/org.example.eeg.cfg");
    }

    /** {@code mvn archetype:generate} gives the same project as {@code ducksoup new}, for every kind. */
    @Test
    void theArchetypesGiveTheSameProjects() throws Exception {
        Path byNew = Files.createDirectory(labs.resolve("by-new"));
        Path byMaven = Files.createDirectory(labs.resolve("by-maven"));
        for (String kind : List.of("effect", "recorder", "observer")) {
            said(run(byNew, DUCKSOUP, "new", kind, "my-" + kind));
            said(run(
                    byMaven,
                    MAVEN_OF_DEBIAN,
                    "-B",
                    "-q",
                    "org.apache.maven.plugins:maven-archetype-plugin:3.4.0:generate",
                    "-DarchetypeCatalog=local",
                    "-DarchetypeGroupId=org.ducksoup",
                    "-DarchetypeArtifactId=org.ducksoup.archetype." + kind,
                    "-DarchetypeVersion=1.0.0-SNAPSHOT",
                    "-DgroupId=org.example",
                    "-DartifactId=my-" + kind,
                    "-Dversion=1.0.0",
                    "-Dpackage=org.example.my" + kind,
                    "-Dname=my-" + kind,
                    "-DclassName=My" + Character.toUpperCase(kind.charAt(0)) + kind.substring(1),
                    "-DducksoupHome=" + Project.ASSEMBLY));
        }
        assertThat(contents(byMaven)).hasSize(9).isEqualTo(contents(byNew));
    }

    @Test
    void wrongNamesAndJarsAreRefusedWithASentence() throws Exception {
        assertThat(failed(run(labs, DUCKSOUP, "new", "effect", "My Voice"))).contains("small letters");
        assertThat(failed(run(labs, DUCKSOUP, "new", "filter", "x"))).contains("effect|recorder|observer");
        Files.createDirectory(labs.resolve("taken"));
        assertThat(failed(run(labs, DUCKSOUP, "new", "effect", "taken"))).contains("there already");
        assertThat(failed(run(labs, DUCKSOUP, "deploy", "absent.jar"))).contains("absent.jar is no file");
        Path text = Files.writeString(labs.resolve("text.jar"), "no jar");
        assertThat(failed(run(labs, DUCKSOUP, "deploy", text.toString()))).contains("is no jar");
    }

    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(directory.relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }

    private static void checkContractTests(Path project, int atLeast) throws IOException {
        try (Stream<Path> reports = Files.list(project.resolve("target/surefire-reports"))) {
            List<String> summaries = new ArrayList<>();
            for (Path report :
                    reports.filter(path -> path.toString().endsWith(".xml")).toList()) {
                summaries.add(Files.readString(report));
            }
            assertThat(summaries).hasSize(1);
            assertThat(summaries.get(0).split("<testcase ")).hasSizeGreaterThan(atLeast);
            assertThat(summaries.get(0)).doesNotContain("<failure", "<error", "<skipped");
        }
    }

    private record Run(int status, String output) {}

    private static Run run(Path directory, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // The console's user and password are in the server's own directory.
        builder.environment().put("DUCKSOUP_STATE_DIR", server.directory().toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private static String said(Run run) {
        assertThat(run.status()).as(run.output()).isZero();
        return run.output();
    }

    private static String failed(Run run) {
        assertThat(run.status()).as(run.output()).isNotZero();
        return run.output();
    }
}
