package org.ducksoup.itest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.network.HostsOnABridge;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code compose.cluster.yaml} starts, without containers: each service on a host of its own, with the same command and environment,
 * and addresses in place of names.
 */
@Tag("long")
class ComposeStartTest {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern OF_IMAGE =
            Pattern.compile("^(?:ENV)?\\s+(DUCKSOUP_[A-Z_]+)=(\\S+)", Pattern.MULTILINE);

    @TempDir
    Path directory;

    private HostsOnABridge hosts;
    private JsonNode document;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        hosts = HostsOnABridge.make(ComposeFile.SERVERS + 1);
        document = new ComposeFile()
                .document(Map.of(
                        "DUCKSOUP_HOST", "lab.example",
                        // Of the machine with the containers; here each has one.
                        "DUCKSOUP_PUBLIC_IP", "PUBLIC",
                        "DUCKSOUP_ALLOWED_WS_ORIGINS", Servers.ORIGIN,
                        "DUCKSOUP_TEST_LOGIN", "anna",
                        "DUCKSOUP_TEST_PASSWORD", "quite a long one",
                        "DUCKSOUP_CLUSTER_SECRET", Servers.SECRET));
        for (int i = 0; i < ComposeFile.SERVERS; i++) {
            started.add(server(i));
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        hosts.close();
    }

    private Process server(int number) throws IOException {
        Path own = Files.createDirectories(directory.resolve(ComposeFile.server(number)));
        Files.createDirectories(own.resolve("plans"));
        List<String> command = new ArrayList<>(List.of(hosts.on(number)));
        command.add(Project.ASSEMBLY.resolve("bin/ducksoup").toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(own.toFile())
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("out").toFile());
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("DUCKSOUP_") || name.startsWith("KARAF_"));
        Matcher image = OF_IMAGE.matcher(Files.readString(Project.ROOT.resolve("karaf-assembly/docker/Dockerfile")));
        while (image.find()) {
            variables.put(image.group(1), image.group(2));
        }
        environment(number).forEach(variables::put);
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("KARAF_OPTS", "-XX:TieredStopAtLevel=1");
        // In a container, the installation is the server's own.
        variables.put("DUCKSOUP_STATE_DIR", own.resolve("state").toString());
        return builder.start();
    }

    private Map<String, String> environment(int number) {
        Map<String, String> environment = new TreeMap<>(ComposeFile.environment(document, ComposeFile.server(number)));
        environment.replaceAll((name, value) -> {
            String replaced = value.replace("PUBLIC", hosts.address(number));
            for (int i = 0; i < ComposeFile.SERVERS; i++) {
                replaced = replaced.replace(ComposeFile.server(i) + ".example", hosts.address(i));
            }
            return replaced;
        });
        return environment;
    }

    @Test
    void participantsMeetAndAServerMayStop() throws Exception {
        List<String> addresses = IntStream.range(0, ComposeFile.SERVERS)
                .mapToObj(i -> hosts.address(i) + ":8100")
                .toList();
        String command = document.at("/services/proxy/command").asText();
        for (int i = 0; i < ComposeFile.SERVERS; i++) {
            Path output = directory.resolve(ComposeFile.server(i)).resolve("out");
            await().atMost(START).until(() -> Files.readString(output).contains("DuckSoup is ready at"));
        }
        try (Balancer caddy = Balancer.caddy(
                        hosts.address(ComposeFile.SERVERS), hosts.on(ComposeFile.SERVERS), command, addresses);
                HeadlessClients clients = HeadlessClients.open(InetAddress.getByName(hosts.machine()))) {
            for (int i = 0; i < 6; i++) {
                meet(clients, caddy, "before-" + i);
            }
            // SIGTERM, as from `docker compose stop lab1`: those who have left may come back for the grace period.
            started.get(0).destroy();
            assertThat(started.get(0).waitFor(PATIENCE.multipliedBy(2).toSeconds(), TimeUnit.SECONDS))
                    .as("it stops")
                    .isTrue();
            for (int i = 0; i < 3; i++) {
                meet(clients, caddy, "meanwhile-" + i);
            }
            comeBack(clients, caddy);
        }
    }

    private static HeadlessParticipant join(HeadlessClients clients, Balancer caddy, String name, String user) {
        return clients.join(
                caddy.signaling(),
                ParticipantOptions.of(name, user, 2)
                        .with("recordingMode", "none")
                        .lasting(Duration.ofSeconds(60)));
    }

    private static void meet(HeadlessClients clients, Balancer caddy, String name) {
        try (HeadlessParticipant ann = join(clients, caddy, name, "ann");
                HeadlessParticipant bob = join(clients, caddy, name, "bob")) {
            ann.await(Milestone.FIRST_KEY_FRAME);
            bob.await(Milestone.FIRST_KEY_FRAME);
            assertThat(ann.received(MediaKind.VIDEO)).isPositive();
            ann.stop();
            bob.stop();
        }
    }

    /** While the two that are left drain, Caddy has no server that is ready. */
    private void comeBack(HeadlessClients clients, Balancer caddy) throws Exception {
        HeadlessParticipant ann = join(clients, caddy, "goes-on", "ann");
        HeadlessParticipant bob = join(clients, caddy, "goes-on", "bob");
        ann.await(Milestone.START);
        bob.await(Milestone.START);
        for (int i = 1; i < ComposeFile.SERVERS; i++) {
            drain(i);
        }
        await().atMost(PATIENCE).until(() -> caddy.status("/ready") == 503);
        bob.close();
        HeadlessParticipant back = join(clients, caddy, "goes-on", "bob");
        back.await(Milestone.START);
        back.hear(Duration.ofSeconds(1));
        HeadlessParticipant late = join(clients, caddy, "late", "eve");
        assertThat(late.await(Milestone.REFUSED)
                        .payload()
                        .at("/payload/reason/message")
                        .asText())
                .isNotEmpty();
        List.of(ann, back, late).forEach(HeadlessParticipant::close);
    }

    private void drain(int number) throws Exception {
        List<String> command = new ArrayList<>(List.of(hosts.on(number)));
        command.addAll(List.of(Project.ASSEMBLY.resolve("bin/ducksoup").toString(), "console", "ducksoup:drain"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .put(
                        "DUCKSOUP_STATE_DIR",
                        directory
                                .resolve(ComposeFile.server(number))
                                .resolve("state")
                                .toString());
        assertThat(builder.inheritIO().start().waitFor()).isZero();
    }
}
