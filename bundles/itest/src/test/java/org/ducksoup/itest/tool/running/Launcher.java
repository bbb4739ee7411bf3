package org.ducksoup.itest.tool.running;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ducksoup.testkit.network.FreePorts;

/** {@code bin/ducksoup} of an installation, called from another directory, which gets all that is written. */
public final class Launcher {
    private final Path installation;
    private final Path directory;
    private final int port = FreePorts.tcp();

    public Launcher(Path installation, Path directory) {
        this.installation = installation;
        this.directory = directory;
    }

    /** Starts the server, or another command of the launcher. Its output is in the file {@code out}. */
    public Process start(Map<String, String> environment, String... arguments) throws IOException {
        return start("out", environment, arguments);
    }

    /** What a command of the launcher prints, beside a server that runs. */
    public String run(String... arguments) throws IOException, InterruptedException {
        start("said", Map.of(), arguments).waitFor();
        return Files.readString(directory.resolve("said"));
    }

    /** What the process of {@link #start} has printed. */
    public String output() throws IOException {
        return Files.readString(directory.resolve("out"));
    }

    private Process start(String output, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(installation.resolve("bin/ducksoup").toString()), Stream.of(arguments))
                .toList();
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
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Waits until the server of {@link #start} says that it is ready. */
    public void awaitReady(Process process) {
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/ready"))
                .build();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("not ready: " + output());
                    }
                    return HttpClient.newHttpClient()
                                    .send(ready, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200;
                });
    }
}
