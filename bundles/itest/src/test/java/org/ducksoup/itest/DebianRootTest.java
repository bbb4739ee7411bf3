package org.ducksoup.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.testkit.HeadlessClients;
import org.ducksoup.testkit.HeadlessParticipant;
import org.ducksoup.testkit.Milestone;
import org.ducksoup.testkit.ParticipantOptions;
import org.ducksoup.testkit.WebSocketSignaling;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The distribution on a Debian that has nothing else: by the commands of the operator's guide, and by those of the Dockerfile; a
 * mirror from outside. Takes minutes, and packages from the network the first time.
 */
@Tag("long")
class DebianRootTest {
    private static final String ORIGIN = "https://lab.example";

    private static final Duration LONGEST_START = Duration.ofSeconds(90);

    private final int port = freeTcpPort();
    private final int udpPort = freeUdpPort();

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
            // Of systemd, which every machine has that is not a directory.
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
            // What systemd does for StateDirectory.
            debian.shell("install -d -o " + user + " -g " + user + " -m 750 " + directory, "/");
            Map<String, String> variables = new HashMap<>(settings());
            String[] environment = value(unit, "Environment").split("=", 2);
            variables.put(environment[0], environment[1]);
            String identity = debian.shell("id -u " + user, "/") + ":" + debian.shell("id -g " + user, "/");

            mirrorIn(debian, identity, directory, variables, value(unit, "ExecStart"), directory + "/data", "true");
            System.out.printf(
                    "by the guide: Debian in %d s, packages and distribution in %d s, %s%n",
                    made.toSeconds(), installed.toSeconds(), debian.shell("du -sxm / | cut -f1", "/") + " MB");
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

    /** Its second stage as it stands, with the distribution of this build in the place of the first one's. */
    @Test
    void byTheDockerfile() throws Exception {
        List<String> steps = dockerfile();
        int last = 0;
        for (int i = 0; i < steps.size(); i++) {
            last = steps.get(i).startsWith("FROM ") ? i : last;
        }
        long begin = System.nanoTime();
        try (DebianRoot debian = DebianRoot.make("docker")) {
            Map<String, String> variables = new HashMap<>();
            String directory = "/";
            String entry = "";
            String health = "";
            for (String step : steps.subList(last + 1, steps.size())) {
                String what = step.substring(step.indexOf(' ') + 1).strip();
                switch (step.substring(0, step.indexOf(' '))) {
                    case "RUN" -> debian.shell(what, directory);
                    case "COPY" -> {
                        assertThat(what).isEqualTo("--from=build /out/ducksoup /app");
                        Files.copy(distribution(), debian.path("/tmp/d.tar.gz"));
                        debian.shell("tar -xzf /tmp/d.tar.gz -C /tmp && mv /tmp/ducksoup /app", "/");
                    }
                    case "WORKDIR" -> directory = what;
                    case "ENV" -> {
                        for (String pair : what.split("\\s+")) {
                            variables.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
                        }
                    }
                    case "HEALTHCHECK" -> health = what.substring(what.indexOf("CMD ") + 4);
                    case "ENTRYPOINT" -> entry = what.replaceAll("[\\[\\]\"]", "");
                    case "VOLUME", "EXPOSE" -> assertThat(what).isNotEmpty();
                    default -> throw new AssertionError("a step of another kind: " + step);
                }
            }
            Duration built = since(begin);
            variables.putAll(settings());
            // Any user, as docker run -u: one without a name and a home.
            mirrorIn(debian, "12345:12345", directory, variables, entry, "/app/data", health);
            assertThat(Files.readString(debian.path("/app/log/ducksoup.log"))).contains("app_started", "app_ended");
            System.out.printf(
                    "by the Dockerfile: %d s, %s MB%n", built.toSeconds(), debian.shell("du -sxm / | cut -f1", "/"));
        }
    }

    private static List<String> dockerfile() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(Project.ROOT.resolve("karaf-assembly/docker/Dockerfile"))) {
            if (!line.strip().startsWith("#")) {
                text.append(line).append('\n');
            }
        }
        List<String> steps = new ArrayList<>();
        for (String step : text.toString().replaceAll("\\\\\n\\s*", " ").split("\n")) {
            if (!step.isBlank()) {
                steps.add(step);
            }
        }
        return steps;
    }

    /** Starts it, sees and hears itself through effects and H264, recorded, and stops it. */
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
        while (!debian.printed().contains("DuckSoup is ready at")) {
            if (!process.isAlive() || since(begin).compareTo(LONGEST_START) > 0) {
                String log = debian.shell(
                        "find /var/lib /tmp -name karaf.log -exec tail -n 200 {} + 2>/dev/null || true", "/");
                throw new AssertionError("not ready: " + debian.printed() + log);
            }
            Thread.sleep(100);
        }
    }

    private static String value(String unit, String key) {
        Matcher line = Pattern.compile("^" + key + "=(.*)$", Pattern.MULTILINE).matcher(unit);
        assertThat(line.find()).as(key).isTrue();
        return line.group(1);
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static int freeTcpPort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int freeUdpPort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
