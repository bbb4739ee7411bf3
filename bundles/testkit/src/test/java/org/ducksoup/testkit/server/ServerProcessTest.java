package org.ducksoup.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small program stands in for the container; the integration tests start the real one. */
class ServerProcessTest {
    @TempDir
    Path distribution;

    /** The program that stands in for the server. */
    public static final class Program {
        private Program() {}

        public static void main(String[] args) throws Exception {
            CountDownLatch allocated = new CountDownLatch(1);
            Thread worker = new Thread(() -> {
                byte[][] kept = new byte[64][];
                for (int i = 0; i < kept.length; i++) {
                    kept[i] = new byte[1 << 20];
                }
                System.out.println("kept " + kept.length + " " + System.getenv("DUCKSOUP_MODE"));
                allocated.countDown();
                new CompletableFuture<Void>().join();
            });
            worker.setName("worker-1");
            worker.start();
            allocated.await();
            System.out.println("DuckSoup is ready at http://localhost:" + System.getenv("DUCKSOUP_PORT") + "/");
        }
    }

    private ServerStarter starter(String mainClass) throws IOException {
        Files.createDirectories(distribution.resolve("etc"));
        Files.writeString(distribution.resolve("etc").resolve("some.cfg"), "a = b\n");
        Path script = Files.createDirectories(distribution.resolve("bin")).resolve("karaf");
        String classPath = Path.of("target", "test-classes").toAbsolutePath().toString();
        Files.writeString(
                script,
                "#!/bin/sh\nexec \"$JAVA_HOME/bin/java\" -Xmx256m -XX:+UseSerialGC -cp '" + classPath + "' '"
                        + mainClass + "' \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return ServerProcess.of(distribution).with("DUCKSOUP_MODE", "FRONT_BUILD");
    }

    @Test
    void startsTellsItsCostAndStops() throws IOException {
        Path directory;
        try (ServerProcess server = starter(Program.class.getName()).start()) {
            directory = server.directory();
            assertThat(directory.resolve("etc").resolve("some.cfg")).hasContent("a = b");
            assertThat(server.output()).contains("http://localhost:" + server.port() + "/", "kept 64 FRONT_BUILD");
            assertThat(server.readyAfter()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(30));
            ProcessCost cost = server.cost();
            assertThat(cost.residentBytes()).isBetween(64L << 20, 1L << 30);
            assertThat(cost.cpuTime()).isPositive();
            assertThat(cost.threads()).isGreaterThan(5);
            assertThat(cost.openFiles()).isGreaterThan(2);
            assertThat(cost.allocatedBytesByThread()).containsKey("worker-1");
            assertThat(cost.allocatedBytes("worker-")).isBetween(64L << 20, 80L << 20);
            assertThat(cost.allocatedBytes("")).isGreaterThan(cost.allocatedBytes("worker-"));
            assertThat(server.stop(Duration.ofSeconds(10))).isEqualTo(128 + 15);
            assertThat(server.isAlive()).isFalse();
        }
        assertThat(directory).doesNotExist();
    }

    /** The second of two servers could not open the first one's port, and its log had an error that is no fault of the server. */
    @Test
    void consolesHavePortsOfTheirOwn() throws IOException {
        try (ServerProcess one = starter(Program.class.getName()).start();
                ServerProcess two = starter(Program.class.getName()).start();
                ServerProcess withConsole =
                        starter(Program.class.getName()).withConsole().start()) {
            assertThat(Set.of(consolePort(one), consolePort(two), consolePort(withConsole)))
                    .hasSize(3)
                    .doesNotContain("8101");
        }
    }

    private static String consolePort(ServerProcess server) throws IOException {
        Properties shell = new Properties();
        try (InputStream in =
                Files.newInputStream(server.directory().resolve("etc").resolve("org.apache.karaf.shell.cfg"))) {
            shell.load(in);
        }
        return shell.getProperty("sshPort");
    }

    @Test
    void killsAtOnce() throws IOException {
        try (ServerProcess server = starter(Program.class.getName()).start()) {
            server.kill();
            assertThat(server.isAlive()).isFalse();
        }
    }

    @Test
    void saysWhyAServerDidNotStart() throws IOException {
        ServerStarter starter = starter("no.such.Program");
        assertThatThrownBy(starter::start).isInstanceOf(AssertionError.class).hasMessageContaining("no.such.Program");
    }
}
