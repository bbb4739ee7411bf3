package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.debian.BuildNetwork;
import org.ducksoup.itest.tool.debian.DebianRoot;
import org.ducksoup.itest.tool.debian.DockerStage;
import org.ducksoup.itest.tool.debian.Dockerfile;
import org.ducksoup.testkit.network.FreePorts;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.peer.WebSocketSignaling;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The distribution on an otherwise empty Debian, installed by the commands of the operator's guide and by those of the
 * Dockerfile, with a mirror from outside. Takes minutes, and downloads packages the first time.
 */
@Tag("long")
class DebianRootTest {
    private static final String ORIGIN = "https://lab.example";

    private static final Duration MAX_START = Duration.ofSeconds(90);

    private final int port = FreePorts.tcp();
    private final int udpPort = FreePorts.udp();

    @BeforeAll
    static void possible() throws Exception {
        String impossible = DebianRoot.impossible();
        assumeTrue(impossible == null, "an empty Debian " + impossible);
    }

    private static Path distribution() throws IOException {
        try (Stream<Path> files = Files.list(Project.ASSEMBLY.resolve(".."))) {
            return files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Map<String, String> settings() {
        return Map.of(
                "DUCKSOUP_PORT",
                Integer.toString(port),
                "DUCKSOUP_UDP_PORT",
                Integer.toString(udpPort),
                "DUCKSOUP_UDP_ADDRESSES",
                "127.0.0.1",
                "DUCKSOUP_BIND_ADDRESS",
                "127.0.0.1",
                "DUCKSOUP_ICE_SERVERS",
                "false",
                "DUCKSOUP_ALLOWED_WS_ORIGINS",
                ORIGIN);
    }

    @Test
    void byTheOperatorsGuide() throws Exception {
        long begin = System.nanoTime();
        try (DebianRoot debian = DebianRoot.make("guide")) {
            Duration made = since(begin);
            Files.copy(distribution(), debian.path("/root/ducksoup-1.0.0.tar.gz"));
            // These belong to systemd, which every real machine has, but this directory does not.
            Files.createDirectories(debian.path("/etc/systemd/system"));
            debian.shell("apt-get update -qq", "/");
            begin = System.nanoTime();
            String guide = Files.readString(Project.ROOT.resolve("docs/operating.md"));
            Matcher install = Pattern.compile("## Install.*?```\\n(.*?)```", Pattern.DOTALL)
                    .matcher(guide);
            assertThat(install.find()).isTrue();
            for (String command : install.group(1).replace("\\\n", " ").split("\n")) {
                if (!command.startsWith("systemctl ")) {
                    debian.shell(command.replace("apt-get install ", "apt-get install -y "), "/root");
                }
            }
            Duration installed = since(begin);
            String unit = Files.readString(debian.path("/etc/systemd/system/ducksoup.service"));
            String user = value(unit, "User");
            String directory = value(unit, "WorkingDirectory");
            // This is what systemd does for StateDirectory.
            debian.shell("install -d -o " + user + " -g " + user + " -m 750 " + directory, "/");
            Map<String, String> variables = new HashMap<>(settings());
            String[] environment = value(unit, "Environment").split("=", 2);
            variables.put(environment[0], environment[1]);
            String identity = debian.shell("id -u " + user, "/") + ":" + debian.shell("id -g " + user, "/");

            mirrorIn(debian, identity, directory, variables, value(unit, "ExecStart"), directory + "/data", "true");
            System.out.printf(
                    "by the guide: Debian in %d s, packages and distribution in %d s, %s%n",
                    made.toSeconds(), installed.toSeconds(), debian.mebibytes() + " MB");
            for (String path : List.of("deploy", "plugins", "etc", "system", "bin/ducksoup", "config")) {
                assertThat(debian.shell(
                                "chroot --userspec=" + identity + " / test -w /opt/ducksoup/" + path
                                        + " && echo yes || echo no",
                                "/"))
                        .as("the server may write " + path)
                        .isEqualTo("no");
            }
        }
    }

    /** Both stages as they are written, from the sources to a call. Only files that git knows are copied. */
    @Test
    void byTheDockerfile() throws Exception {
        List<Dockerfile.Stage> stages = Dockerfile.read().stages();
        assertThat(stages).hasSize(2);
        long begin = System.nanoTime();
        try (DockerStage sources = new DockerStage(DebianRoot.make("build").slim());
                DockerStage image = new DockerStage(DebianRoot.make("docker").slim(), sources)) {
            BuildNetwork network = BuildNetwork.prepare(sources.debian());
            sources.build(stages.get(0), network.variables());
            Duration packaged = since(begin);
            assertThat(sources.printed())
                    .as("the Dockerfile installs all that ./ducksoup asks for")
                    .contains("Setting up openjdk-17-jdk-headless")
                    .doesNotContain("are missing and will be installed");
            System.out.printf(
                    "the Dockerfile's first stage: %d s, %d MB, %s%n",
                    packaged.toSeconds(), sources.debian().mebibytes(), network.described());
            begin = System.nanoTime();
            image.build(stages.get(1), Map.of());
            Duration built = since(begin);
            Map<String, String> variables = image.variables();
            variables.putAll(settings());
            // A user without a name and a home directory, as with docker run -u.
            mirrorIn(
                    image.debian(),
                    "12345:12345",
                    image.directory(),
                    variables,
                    image.entry(),
                    "/app/data",
                    image.health());
            assertThat(Files.readString(image.debian().path("/app/log/ducksoup.log")))
                    .contains("app_started", "app_ended");
            System.out.printf(
                    "by the Dockerfile: second stage %d s, %d MB%n",
                    built.toSeconds(), image.debian().mebibytes());
        }
    }

    /** Starts the server, joins a recorded mirror with effects and H264, and stops the server. */
    private void mirrorIn(
            DebianRoot debian,
            String user,
            String directory,
            Map<String, String> variables,
            String command,
            String recordings,
            String health)
            throws Exception {
        long begin = System.nanoTime();
        Process process = debian.start(user, directory, variables, "exec " + command);
        try (HeadlessClients clients = HeadlessClients.open()) {
            awaitReady(debian, process);
            Duration ready = since(begin);
            debian.shell("export DUCKSOUP_PORT=" + port + "; " + health, "/");
            HeadlessParticipant participant = clients.join(
                    WebSocketSignaling.to(URI.create("ws://127.0.0.1:" + port + "/ws"), ORIGIN),
                    ParticipantOptions.mirror("debian", "ann")
                            .sending(Codec.VP8)
                            .with("audioFx", "pitch pitch=0.8")
                            .lasting(Duration.ofSeconds(5)));
            Duration first = participant
                    .await(Milestone.FIRST_KEY_FRAME, Duration.ofSeconds(30))
                    .sinceJoin();
            var files = participant
                    .await(Milestone.FILES, Duration.ofSeconds(30))
                    .payload()
                    .path("ann");
            participant.await(Milestone.END);
            System.out.printf(
                    "  ready after %d ms, first key frame %d ms after the join, %d video packets, %d lost, %d files%n",
                    ready.toMillis(),
                    first.toMillis(),
                    participant.received(MediaKind.VIDEO),
                    participant.lost(MediaKind.VIDEO),
                    files.size());
            assertThat(participant.received(MediaKind.VIDEO)).isGreaterThan(300);
            assertThat(files).isNotEmpty();
            for (var file : files) {
                assertThat(debian.path(recordings).resolve(file.asText())).isNotEmptyFile();
            }
        } finally {
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
        }
        assertThat(process.exitValue()).isIn(0, 143);
        assertThat(debian.printed()).doesNotContain("Exception");
    }

    private static void awaitReady(DebianRoot debian, Process process) throws Exception {
        long begin = System.nanoTime();
        await().atMost(MAX_START.multipliedBy(2)).until(() -> {
            if (!process.isAlive() || since(begin).compareTo(MAX_START) > 0) {
                String log = debian.shell(
                        "find /var/lib /tmp -name karaf.log -exec tail -n 200 {} + 2>/dev/null || true", "/");
                throw new AssertionError("not ready: " + debian.printed() + log);
            }
            return debian.printed().contains("DuckSoup is ready at");
        });
    }

    private static String value(String unit, String key) {
        Matcher line = Pattern.compile("^" + key + "=(.*)$", Pattern.MULTILINE).matcher(unit);
        assertThat(line.find()).as(key).isTrue();
        return line.group(1);
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
