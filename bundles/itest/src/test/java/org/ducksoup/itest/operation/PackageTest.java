package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.running.Launcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as an operator starts it: from another directory, with all written files elsewhere. */
@Tag("waits")
class PackageTest {
    @TempDir
    Path directory;

    private Launcher launcher;

    @BeforeEach
    void use() {
        launcher = new Launcher(Project.ASSEMBLY, directory);
    }

    @Test
    void theInstallationStaysAsItIs() throws Exception {
        Map<String, Long> before = installation();
        Process process = start(Map.of(
                "DUCKSOUP_MODE", "DEV",
                "DUCKSOUP_LOG_FILE", "log/duck.log",
                "DUCKSOUP_TURN_SECRET", "a secret of this test"));
        try {
            launcher.awaitReady(process);
            for (String part : List.of("karaf", "instances", "etc")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                                directory.resolve("state").resolve(part))))
                        .as("secrets lie below state/" + part)
                        .isEqualTo("rwx------");
            }
            assertThat(outsideOf("a secret of this test", directory.resolve("state/karaf")))
                    .isEmpty();
            assertThat(directory.resolve("state/karaf/port"))
                    .as("a port that stops it")
                    .doesNotExist();
            // The log component may start after the web server.
            await().untilAsserted(() ->
                    assertThat(directory.resolve("log/duck.log")).content().contains("app_started"));
        } finally {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        }
        assertThat(process.exitValue()).isZero();
        assertThat(directory.resolve("log/duck.log")).content().contains("app_ended");
        assertThat(installation()).isEqualTo(before);
        assertThat(launcher.output()).doesNotContain("Exception");
        assertThat(Files.isSymbolicLink(directory.resolve("state/etc/org.ducksoup.web.cfg")))
                .as("an edited file counts")
                .isTrue();
        assertThat(Files.readSymbolicLink(directory.resolve("state/etc/plans")))
                .as("plans are those of the installation, while the server runs")
                .isEqualTo(Project.ASSEMBLY.resolve("etc/plans"));
        // The second start finds the files of the first.
        Process again = start(Map.of("DUCKSOUP_PORT", "eighty"));
        assertThat(again.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(again.exitValue()).isEqualTo(1);
        assertThat(launcher.output()).contains("DUCKSOUP_PORT is \"eighty\"");
    }

    @Test
    void anUnknownOptionIsRefused() throws Exception {
        Process process = start(Map.of(), "--port", "80");
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(launcher.output()).contains("--port is unknown; there are --cert FILE");
    }

    /**
     * A directory that another user of the machine may have prepared, in /tmp for instance. Its files would be
     * executed.
     */
    @Test
    void aStateDirectoryThatOthersMayWriteToIsRefused() throws Exception {
        Path container = Files.createDirectories(directory.resolve("state/karaf"));
        Files.setPosixFilePermissions(container, PosixFilePermissions.fromString("rwxrwxrwx"));
        Process process = start(Map.of());
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(launcher.output())
                .contains(container.toString(), "DUCKSOUP_STATE_DIR has to name a directory of this user alone");
    }

    /** Files that hold a text, and are not below a directory. */
    private List<Path> outsideOf(String text, Path where) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            List<Path> files = found.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(where))
                    .toList();
            List<Path> holding = new ArrayList<>();
            for (Path file : files) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    holding.add(file);
                }
            }
            return holding;
        }
    }

    private Process start(Map<String, String> environment, String... arguments) throws Exception {
        Map<String, String> all = new TreeMap<>(environment);
        all.put("KARAF_OPTS", "-Dkaraf.startRemoteShell=false");
        return launcher.start(all, arguments);
    }

    /** The files of a directory and the times of their last changes, without those of other tests' servers. */
    private static Map<String, Long> installation() throws Exception {
        Map<String, Long> files = new TreeMap<>();
        for (String part : List.of("bin", "config", "deploy", "etc", "lib", "logrotate", "system", "systemd")) {
            try (Stream<Path> found = Files.walk(Project.ASSEMBLY.resolve(part))) {
                for (Path file : (Iterable<Path>) found.filter(Files::isRegularFile)::iterator) {
                    files.put(
                            Project.ASSEMBLY.relativize(file).toString(),
                            Files.getLastModifiedTime(file).toMillis());
                }
            }
        }
        files.put("karaf.pid", Files.exists(Project.ASSEMBLY.resolve("karaf.pid")) ? 1L : 0L);
        return files;
    }
}
