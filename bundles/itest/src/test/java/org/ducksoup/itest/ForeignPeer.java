package org.ducksoup.itest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ducksoup.testkit.ParticipantOptions;
import org.ducksoup.testkit.ServerProcess;

/** A participant in a process of its own, on somebody else's implementation of WebRTC. */
final class ForeignPeer implements AutoCloseable {
    private static final Path SCRIPTS = Path.of("src/test/peers").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final List<String> output = new ArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private ForeignPeer(List<String> command, ServerProcess server, ParticipantOptions options, int tracks) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(
                server.webSocket().toString(), server.origin(), options.joinPayload(), Integer.toString(tracks), "30"));
        ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
        builder.environment()
                .put(
                        "NODE_PATH",
                        Path.of("../../front/node_modules")
                                .toAbsolutePath()
                                .normalize()
                                .toString());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread reader = new Thread(this::read, "foreign-peer");
        reader.setDaemon(true);
        reader.start();
    }

    /** aiortc, in Python. Debian's: another Python on the path may not have it. */
    static ForeignPeer aiortc(ServerProcess server, ParticipantOptions options, int tracks) {
        return new ForeignPeer(
                List.of("/usr/bin/python3", SCRIPTS.resolve("aiortc_peer.py").toString()), server, options, tracks);
    }

    /** werift, in Node. */
    static ForeignPeer werift(ServerProcess server, ParticipantOptions options, int tracks) {
        return new ForeignPeer(
                List.of("node", SCRIPTS.resolve("werift_peer.cjs").toString()), server, options, tracks);
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (output) {
                    output.add(line);
                }
            }
        } catch (IOException gone) {
            // The process was ended.
        }
        ended.complete(null);
    }

    /**
     * Waits until the peer has got media of every track it expected.
     *
     * @return how much of each
     * @throws AssertionError with what it printed, if it did not within 40 s
     */
    JsonNode awaitMedia() throws Exception {
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            throw new AssertionError("not within 40 s:\n" + output());
        }
        ended.get(5, TimeUnit.SECONDS);
        if (process.exitValue() != 0) {
            throw new AssertionError("without media:\n" + output());
        }
        String counts = output().lines()
                .filter(line -> line.contains("\"counts\""))
                .findFirst()
                .orElseThrow();
        return JSON.readTree(counts).path("counts");
    }

    private String output() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
