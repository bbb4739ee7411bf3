package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.Tool;
import org.ducksoup.itest.tool.running.Launcher;
import org.ducksoup.testkit.network.FreePorts;
import org.ducksoup.testkit.server.DirectoryTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

    private final int console = FreePorts.tcp();
    private final Path updates = Path.of("target/update").toAbsolutePath();
    private final Path installation = updates.resolve("ducksoup");

    @TempDir
    Path directory;

    private Launcher launcher;
    private Process server;

    @BeforeEach
    void use() {
        launcher = new Launcher(installation, directory);
    }

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
        assertThat(launcher.run("deploy", lab.toString())).contains("org.ducksoup.examples");
        Files.writeString(
                Files.createDirectories(installation.resolve("etc/plans")).resolve("late.yaml"), "title: t\n");
        await("a plan that comes while the server runs")
                .untilAsserted(() -> assertThat(launcher.run("console", "ducksoup:plan list"))
                        .contains("late"));
        stop();

        install(Project.ASSEMBLY);
        nextVersionOfTheShell();
        start();
        assertThat(launcher.output()).contains("1 bundles of labs are installed again");
        assertThat(launcher.run("console", "bundle:headers org.ducksoup.shell")).contains(NEXT);
        await().untilAsserted(
                        () -> assertThat(launcher.run("console", "bundle:list")).contains(LISTED));
        launcher.run("console", "bundle:uninstall org.ducksoup.examples");
        stop();

        start();
        assertThat(launcher.output()).doesNotContain("has changed since");
        assertThat(launcher.run("console", "bundle:list")).doesNotContain(LISTED);
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
        server = launcher.start(Map.of());
        launcher.awaitReady(server);
    }

    private void stop() throws Exception {
        server.destroy();
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    }
}
