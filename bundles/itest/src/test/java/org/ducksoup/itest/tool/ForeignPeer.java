package org.ducksoup.itest.tool;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.core.ConditionTimeoutException;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;

/** A participant in a separate process, with another implementation of WebRTC. */
public final class ForeignPeer implements AutoCloseable {
    private static final Path SCRIPTS = Path.of("src/test/peers").toAbsolutePath();
    private static final Path MODULES = Project.ROOT.resolve("front/node_modules");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final List<String> output = new ArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private ForeignPeer(
            List<String> command, Path modules, ServerProcess server, ParticipantOptions options, int tracks) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(
                server.webSocket().toString(), server.origin(), options.joinPayload(), Integer.toString(tracks), "30"));
        ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
        builder.environment().put("NODE_PATH", modules.toString());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread reader = new Thread(this::read, "foreign-peer");
        reader.setDaemon(true);
        reader.start();
    }

    /** aiortc, in Debian's Python, because another Python on the path may not have it. */
    public static ForeignPeer aiortc(ServerProcess server, ParticipantOptions options, int tracks) {
        return new ForeignPeer(
                List.of("/usr/bin/python3", SCRIPTS.resolve("aiortc_peer.py").toString()),
                MODULES,
                server,
                options,
                tracks);
    }

    /** werift, in Node. */
    public static ForeignPeer werift(ServerProcess server, ParticipantOptions options, int tracks) {
        return new ForeignPeer(
                List.of("node", SCRIPTS.resolve("werift_peer.cjs").toString()), MODULES, server, options, tracks);
    }

    /** libwebrtc without a browser, in Node. Its 26 MB are downloaded for this test only. */
    public static ForeignPeer wrtc(ServerProcess server, ParticipantOptions options, int tracks)
            throws IOException, InterruptedException {
        Path home = Files.createDirectories(Path.of("target/peers").toAbsolutePath());
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(SCRIPTS.resolve(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund")
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (npm.waitFor() != 0) {
            throw new IOException("npm ci: " + said);
        }
        return new ForeignPeer(
                List.of("node", SCRIPTS.resolve("wrtc_peer.cjs").toString()),
                home.resolve("node_modules"),
                server,
                options,
                tracks);
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (output) {
                    output.add(line);
                }
            }
        } catch (IOException gone) {
            // The process has ended.
        }
        ended.complete(null);
    }

    /**
     * Waits until the peer has received media of every expected track. The peer stays in the interaction until it is
     * closed.
     *
     * @return the number of packets or frames of each track
     * @throws AssertionError with the peer's output, if this takes longer than 40 s
     */
    public JsonNode awaitMedia() throws Exception {
        try {
            await().atMost(Duration.ofSeconds(40)).until(() -> complete().isPresent() || ended.isDone());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not within 40 s:\n" + output(), e);
        }
        return JSON.readTree(complete().orElseThrow(() -> new AssertionError("without media:\n" + output())))
                .path("counts");
    }

    private Optional<String> complete() {
        return output().lines().filter(line -> line.contains("\"complete\"")).findFirst();
    }

    private String output() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    /** Closes the peer's input, which makes it leave. Kills the process if it does not end. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            ended.get(5, TimeUnit.SECONDS);
        } catch (IOException | TimeoutException | ExecutionException | InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
