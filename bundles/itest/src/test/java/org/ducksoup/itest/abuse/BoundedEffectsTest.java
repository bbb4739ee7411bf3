package org.ducksoup.itest.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.EffectList;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.Test;

/** Extreme values that the catalogue allows harm neither the server nor another call. */
class BoundedEffectsTest {
    private static final int JOINS = 2000;
    private static final int AT_A_TIME = 4;
    /** The participants whose media goes through their effects. The others leave as soon as they are admitted. */
    private static final int WITH_MEDIA_EVERY = 50;

    private final AtomicInteger joined = new AtomicInteger();
    private final AtomicInteger played = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @Test
    void twoThousandJoinsAtTheEndsOfTheRanges() throws Exception {
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        .start();
                HeadlessClients clients = HeadlessClients.open()) {
            List<JsonNode> effects = effects(server);
            try (HeadlessParticipant call = clients.join(
                    server.signaling(),
                    ParticipantOptions.mirror("running", "me")
                            .with("recordingMode", "none")
                            .lasting(Duration.ofSeconds(600)))) {
                call.await(Milestone.FIRST_KEY_FRAME);
                long begin = System.nanoTime();
                long heard = call.received(MediaKind.AUDIO);
                joinAll(server, clients, effects);
                double seconds = (System.nanoTime() - begin) / 1e9;
                double sounds = (call.received(MediaKind.AUDIO) - heard) / seconds;
                long lost = call.lost();
                System.out.printf(
                        "%d joins with extreme effects in %.1f s, %d with media through them; the call beside them lost %d"
                                + " packets and got %.1f sounds/s%n",
                        joined.get(), seconds, played.get(), lost, sounds);
                assertThat(failures).isEmpty();
                assertThat(joined).hasValue(JOINS);
                assertThat(played.get()).isGreaterThan(JOINS / WITH_MEDIA_EVERY / 2);
                assertThat(lost).isZero();
                assertThat(sounds).isBetween(45.0, 55.0);
            }
            assertThat(effects(server)).as("the server is alive").hasSameSizeAs(effects);
        }
    }

    private void joinAll(ServerProcess server, HeadlessClients clients, List<JsonNode> effects) throws Exception {
        Random random = new Random(20261128);
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Future<?>> joins = new ArrayList<>();
            for (int i = 0; i < JOINS; i++) {
                String name = "extreme-" + i;
                String voice = chain(effects, "audio", random);
                String face = chain(effects, "video", random);
                boolean withMedia = i % WITH_MEDIA_EVERY == 0;
                joins.add(threads.submit(() -> join(server, clients, name, voice, face, withMedia)));
            }
            for (Future<?> join : joins) {
                join.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void join(
            ServerProcess server, HeadlessClients clients, String name, String voice, String face, boolean withMedia) {
        ParticipantOptions options = ParticipantOptions.mirror(name, "me")
                .with("recordingMode", "none")
                .with("width", 320)
                .with("height", 240)
                .with("audioFx", voice)
                .with("videoFx", face)
                .lasting(Duration.ofSeconds(30));
        try (HeadlessParticipant participant = clients.join(server.signaling(), options)) {
            participant.await(Milestone.JOINED);
            joined.incrementAndGet();
            if (withMedia) {
                participant.await(Milestone.START);
                played.incrementAndGet();
            }
            participant.stop();
        } catch (AssertionError | RuntimeException e) {
            failures.add(voice + " | " + face + ": " + e.getMessage());
        }
    }

    /** One to three effects, with some properties at their lowest or highest values. */
    private static String chain(List<JsonNode> effects, String kind, Random random) {
        List<JsonNode> ofKind = effects.stream()
                .filter(effect -> effect.path("kind").asText().equals(kind))
                .toList();
        StringJoiner chain = new StringJoiner(" ! ");
        for (int elements = 1 + random.nextInt(3); elements > 0; elements--) {
            JsonNode effect = ofKind.get(random.nextInt(ofKind.size()));
            StringBuilder text = new StringBuilder(effect.path("name").asText());
            for (JsonNode property : effect.path("properties")) {
                List<String> values = extremes(property);
                if (!values.isEmpty() && random.nextBoolean()) {
                    text.append(' ').append(property.path("name").asText()).append("=\"");
                    text.append(values.get(random.nextInt(values.size()))).append('"');
                }
            }
            chain.add(text);
        }
        return chain.toString();
    }

    private static List<String> extremes(JsonNode property) {
        List<String> values = new ArrayList<>();
        if (property.path("min").isTextual()) {
            values.add(property.path("min").asText());
            values.add(property.path("max").asText());
        } else if (property.path("type").asText().equals("boolean")) {
            values.addAll(List.of("true", "false"));
        }
        property.path("choices").forEach(choice -> values.add(choice.asText()));
        return values;
    }

    private static List<JsonNode> effects(ServerProcess server) throws Exception {
        List<JsonNode> effects = new ArrayList<>();
        EffectList.of(server).path("effects").forEach(effects::add);
        assertThat(effects).hasSizeGreaterThan(50);
        return effects;
    }
}
