package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.Tool;
import org.ducksoup.testkit.network.FreePorts;
import org.ducksoup.testkit.server.DirectoryTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An operator replaces the installation of a server, as docs/operating.md says. The container keeps copies of all bundles, and would go
 * on with those.
 */
@Tag("waits")
class UpdateTest {
    private static final Path LAB =
            Project.ROOT.resolve("bundles/examples/target/org.ducksoup.examples-1.0.0-SNAPSHOT.jar");
    private static final String NEXT = "of the next version";
    private static final String LISTED = "DuckSoup :: examples";

    private final int port = FreePorts.tcp();
    private final int console = FreePorts.tcp();
    private final Path updates = Path.of("target/update").toAbsolutePath();
    private final Path installation = updates.resolve("ducksoup");

    @TempDir
    Path directory;

    private Process server;

    @AfterEach
    void end() {
        if (server != null) {
            server.destroyForcibly();
        }
        DirectoryTree.deleteIfPossible(updates);
    }

    @Test
    void theNewInstallationCountsAndLabsBundlesStay() throws Exception {
        install(Project.ASSEMBLY);
        start();
        Path lab = Files.copy(LAB, directory.resolve("my gain.jar"));
        assertThat(ducksoup("deploy", lab.toString())).contains("org.ducksoup.examples");
        Files.writeString(
                Files.createDirectories(installation.resolve("etc/plans")).resolve("late.yaml"), "title: t\n");
        await("a plan that comes while the server runs")
                .untilAsserted(() ->
                        assertThat(ducksoup("console", "ducksoup:plan list")).contains("late"));
        stop();

        install(Project.ASSEMBLY);
        nextVersionOfTheShell();
        start();
        assertThat(Files.readString(directory.resolve("out"))).contains("1 bundles of labs are installed again");
        assertThat(ducksoup("console", "bundle:headers org.ducksoup.shell")).contains(NEXT);
        await().untilAsserted(
                        () -> assertThat(ducksoup("console", "bundle:list")).contains(LISTED));
        ducksoup("console", "bundle:uninstall org.ducksoup.examples");
        stop();

        start();
        assertThat(Files.readString(directory.resolve("out"))).doesNotContain("has changed since");
        assertThat(ducksoup("console", "bundle:list")).doesNotContain(LISTED);
        stop();
        assertThat(directory.resolve("state/labs")).isEmptyDirectory();
    }

    private void install(Path distribution) throws Exception {
        Files.createDirectories(updates);
        Tool.text("rm", "-rf", installation.toString());
        String said = Tool.text("cp", "-a", distribution.toString(), installation.toString());
        assertThat(installation.resolve("bin/ducksoup")).as(said).exists();
        Files.writeString(
                installation.resolve("etc/org.apache.karaf.shell.cfg"),
                "sshHost=127.0.0.1\nsshPort=" + console + "\nsshRealm=karaf\nhostKey=${karaf.etc}/host.key\n");
    }

    private void nextVersionOfTheShell() throws Exception {
        Path line = Files.writeString(directory.resolve("line"), "Bundle-Copyright: " + NEXT + "\n");
        Path jar = installation.resolve(
                "system/org/ducksoup/org.ducksoup.shell/1.0.0-SNAPSHOT/org.ducksoup.shell-1.0.0-SNAPSHOT.jar");
        assertThat(ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(System.out, System.err, "ufm", jar.toString(), line.toString()))
                .isZero();
    }

    private void start() throws Exception {
        server = run("out");
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/ready"))
                .build();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> HttpClient.newHttpClient()
                                .send(ready, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    private void stop() throws Exception {
        server.destroy();
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    }

    private String ducksoup(String... words) throws Exception {
        Process command = run("said", words);
        command.waitFor();
        return Files.readString(directory.resolve("said"), StandardCharsets.UTF_8);
    }

    private Process run(String output, String... words) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(installation.resolve("bin/ducksoup").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(output).toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("DUCKSOUP_") || name.startsWith("KARAF_"));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "DUCKSOUP_STATE_DIR", directory.resolve("state").toString(),
                        "DUCKSOUP_PORT", Integer.toString(port),
                        "DUCKSOUP_UDP_PORT", Integer.toString(port),
                        "DUCKSOUP_ICE_SERVERS", "false"));
        return builder.start();
    }
}
