package org.ducksoup.cluster.member;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.parts.RateLimited;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions and answers between servers, in sealed datagrams on the port of the membership (UDP). Datagrams are neither delayed by others
 * that were lost nor by a connection that has to be made again: a lease must not depend on that. Thread-safe.
 */
public final class Datagrams implements Questions, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Datagrams.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Clocks may differ by so much; older datagrams may have been recorded by somebody. */
    private static final long MAX_AGE_MILLIS = 60_000;

    private static final int MAX_BYTES = 8192;
    /** Questions that nobody answers are forgotten when so many newer ones were asked. */
    private static final int MAX_OPEN = 10_000;

    private final String own;
    private final Seal seal;
    private final BiFunction<String, JsonNode, ObjectNode> answering;
    private final InstantSource clock;
    private final DatagramSocket socket;
    private final RateLimited refusals = new RateLimited(Duration.ofSeconds(10), System::nanoTime);
    private final Map<Long, BiConsumer<String, JsonNode>> open = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, BiConsumer<String, JsonNode>> eldest) {
            return size() > MAX_OPEN;
        }
    };
    /** Not from 1 on: an answer to an earlier process of this server must not be taken for one to this process. */
    private long numbers = new SecureRandom().nextLong();

    /**
     * @param answering gets a server's name and its question; called on the reading thread, so it may not block
     * @param clock of the wall
     * @throws IOException if the port cannot be had
     */
    public Datagrams(MemberSettings settings, BiFunction<String, JsonNode, ObjectNode> answering, InstantSource clock)
            throws IOException {
        own = settings.address();
        seal = new Seal(settings.secret(), "datagrams");
        this.answering = answering;
        this.clock = clock;
        socket = new DatagramSocket(new InetSocketAddress(settings.host(), settings.port()));
        DaemonThreads.start("ducksoup-cluster-datagrams", this::read);
    }

    /** Answers come on the reading thread. */
    @Override
    public void ask(String server, ObjectNode question, BiConsumer<String, JsonNode> onAnswer) {
        long number;
        synchronized (open) {
            number = ++numbers;
            open.put(number, onAnswer);
        }
        send(address(server), "question", number, question);
    }

    private static InetSocketAddress address(String server) {
        int colon = server.lastIndexOf(':');
        return new InetSocketAddress(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)));
    }

    private void send(InetSocketAddress to, String kind, long number, ObjectNode content) {
        ObjectNode envelope = JSON.createObjectNode()
                .put("from", own)
                .put("at", clock.millis())
                .put(kind, number);
        envelope.set("content", content);
        byte[] bytes = seal.seal(envelope.toString()).getBytes(StandardCharsets.UTF_8);
        try {
            if (to.isUnresolved()) {
                LOGGER.debug("the host {} is not known", to.getHostString());
            } else {
                socket.send(new DatagramPacket(bytes, bytes.length, to));
            }
        } catch (IOException e) {
            // It is asked again soon.
            LOGGER.debug("{} cannot be reached", to, e);
        }
    }

    private void read() {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
        while (!socket.isClosed()) {
            try {
                packet.setLength(MAX_BYTES);
                socket.receive(packet);
                hear(packet);
            } catch (IOException | RuntimeException e) {
                if (!socket.isClosed()) {
                    LOGGER.debug("a datagram is not used", e);
                }
            }
        }
    }

    private void hear(DatagramPacket packet) {
        String sealed = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        JsonNode envelope = opened(sealed);
        if (envelope == null) {
            refusals.run(others -> LOGGER.warn(
                    "{} said something to this server (and others did, {} times) without the cluster's secret, or with a clock"
                            + " that differs by more than a minute",
                    packet.getSocketAddress(),
                    others));
            return;
        }
        String from = envelope.path("from").asText();
        if (envelope.has("question")) {
            send(
                    (InetSocketAddress) packet.getSocketAddress(),
                    "answer",
                    envelope.path("question").asLong(),
                    answering.apply(from, envelope.path("content")));
        } else {
            BiConsumer<String, JsonNode> asked;
            synchronized (open) {
                asked = open.remove(envelope.path("answer").asLong());
            }
            if (asked != null) {
                asked.accept(from, envelope.path("content"));
            }
        }
    }

    private @Nullable JsonNode opened(String sealed) {
        Optional<String> text = seal.open(sealed);
        if (text.isEmpty()) {
            return null;
        }
        try {
            JsonNode envelope = JSON.readTree(text.get());
            long age = clock.millis() - envelope.path("at").asLong();
            return Math.abs(age) > MAX_AGE_MILLIS ? null : envelope;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    @Override
    public void close() {
        socket.close();
    }
}
