package org.ducksoup.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.ExclusionRules;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.Scope;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.parts.VirtualTimer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of which event, and when the files of a run are complete. */
class MessagesTest {
    private static final Instant AT = Instant.parse("2026-11-29T10:00:07Z");
    private static final InteractionKey KEY = new InteractionKey("https://lab.example", "study", "dyad-17");

    private final Messages messages = new Messages(() -> "msg-1");

    @TempDir
    Path data;

    private static Scope scope(String userId) {
        return new Scope(AT, KEY, userId, AT.minusSeconds(7), AT.minusSeconds(2));
    }

    private static JsonNode json(Delivery delivery) throws Exception {
        return new ObjectMapper().readTree(delivery.bytes());
    }

    private JsonNode told(InteractionEvent event) throws Exception {
        return json(messages.of(event).orElseThrow());
    }

    /** Chats are read by people who meet the participants. */
    @Test
    void noEffectOfAPlanIsNamed() throws Exception {
        InteractionEvent lost = new InteractionEvent.EffectLost(scope("ann"), MediaKind.AUDIO, "pitch has crashed");
        assertThat(told(lost).at("/data/reason").asText()).isEqualTo("pitch has crashed");
        messages.note(
                new InteractionEvent.PlanAssigned(scope(null), "dyad", "ab", "k7", 1, ExclusionRules.NONE, false));
        assertThat(told(lost).toString()).contains("effect_lost", "ann").doesNotContain("pitch");
        messages.note(new InteractionEvent.InteractionDeleted(scope(null)));
        assertThat(told(lost).at("/data/reason").asText()).isEqualTo("pitch has crashed");
    }

    @Test
    void startAndEnd() throws Exception {
        JsonNode start = told(new InteractionEvent.InteractionStarted(scope(null)));
        assertThat(start).isEqualTo(new ObjectMapper().readTree("""
                                {"id": "msg-1", "type": "interaction.started", "at": "2026-11-29T10:00:07Z",
                                 "interaction": {"id": "%s", "origin": "https://lab.example", "namespace": "study",
                                   "name": "dyad-17", "createdAt": "2026-11-29T10:00:00Z", "startedAt": "2026-11-29T10:00:05Z"},
                                 "data": {}}""".formatted(KEY.id())));
        assertThat(KEY.id()).matches("[0-9a-f]{16}");
        JsonNode end = told(new InteractionEvent.InteractionEnded(
                scope(null),
                InteractionEvent.EndReason.STOPPED,
                Map.of("bob", List.of(), "ann", List.of("a.mkv", "b.mkv")),
                Map.of("ann", List.of("b.mkv"))));
        assertThat(end.path("type").asText()).isEqualTo("interaction.ended");
        assertThat(end.path("data").toString())
                .isEqualTo("{\"reason\":\"stopped\",\"files\":{\"ann\":[\"a.mkv\",\"b.mkv\"],\"bob\":[]},"
                        + "\"incompleteFiles\":{\"ann\":[\"b.mkv\"]}}");
    }

    @Test
    void incidents() throws Exception {
        List<InteractionEvent> events = List.of(
                new InteractionEvent.EffectLost(scope("ann"), MediaKind.AUDIO, "it hangs"),
                new InteractionEvent.EffectRestarted(scope("ann"), MediaKind.AUDIO),
                new InteractionEvent.RecordingFailed(scope("ann"), "the disk is full", true),
                new InteractionEvent.RecordingStalled(scope("ann"), "the disk does not answer"),
                new InteractionEvent.RecorderLost(scope("ann"), "its bundle was stopped"),
                new InteractionEvent.RecordingResumed(scope("ann"), null));
        List<String> kinds = new ArrayList<>();
        for (InteractionEvent event : events) {
            JsonNode message = told(event);
            assertThat(message.path("type").asText()).isEqualTo("incident");
            assertThat(message.at("/data/userId").asText()).isEqualTo("ann");
            assertThat(message.at("/data/reason").asText()).isNotEmpty();
            kinds.add(message.at("/data/kind").asText());
        }
        assertThat(kinds)
                .containsExactly(
                        "effect_lost",
                        "effect_restarted",
                        "recording_failed",
                        "recording_stalled",
                        "recorder_lost",
                        "recording_resumed");
        assertThat(messages.of(new InteractionEvent.InteractionCreated(scope(null))))
                .isEmpty();
    }

    @Test
    void filesAreCompleteWhenTheManifestSaysSo() throws Exception {
        VirtualTimer timer = new VirtualTimer();
        List<FinishedRun> finished = new ArrayList<>();
        ManifestWatch watch = new ManifestWatch(timer, finished::add);
        Path directory = Files.createDirectories(data.resolve("study/dyad-17/run-1"));
        watch.onEvent(new InteractionEvent.RunOpened(
                scope(null), new InteractionEvent.Run("0123456789ab", data, directory, "muxed", true, AT)));
        timer.pass(Duration.ofMinutes(1));
        watch.onEvent(new InteractionEvent.InteractionDeleted(scope(null)));
        timer.pass(ManifestWatch.INTERVAL);
        assertThat(finished).as("there is no manifest yet").isEmpty();
        Files.writeString(directory.resolve("manifest.json"), "{\"state\": \"unfinished\", \"files\": []}");
        timer.pass(ManifestWatch.INTERVAL.multipliedBy(5));
        assertThat(finished).isEmpty();
        Files.writeString(
                directory.resolve("manifest.json"),
                "{\"state\": \"complete\", \"files\": [{\"path\": \"recordings/a.mkv\"}]}");
        timer.pass(ManifestWatch.INTERVAL);
        assertThat(finished).hasSize(1);
        JsonNode message = json(messages.complete(finished.get(0), AT.plusSeconds(9)));
        assertThat(message.path("type").asText()).isEqualTo("recordings.complete");
        assertThat(message.path("at").asText()).isEqualTo("2026-11-29T10:00:16Z");
        assertThat(message.path("data").toString())
                .isEqualTo("{\"run\":\"0123456789ab\",\"directory\":\"study/dyad-17/run-1\","
                        + "\"files\":[\"recordings/a.mkv\"]}");
        assertThat(timer.pending()).isZero();
    }

    @Test
    void aRunThatRecordsNothingOrStaysUnfinishedIsLeft() {
        VirtualTimer timer = new VirtualTimer();
        List<FinishedRun> finished = new ArrayList<>();
        ManifestWatch watch = new ManifestWatch(timer, finished::add);
        watch.onEvent(new InteractionEvent.RunOpened(
                scope(null), new InteractionEvent.Run("0123456789ab", data, data.resolve("a"), "none", false, AT)));
        watch.onEvent(new InteractionEvent.InteractionDeleted(scope(null)));
        assertThat(timer.pending()).isZero();
        watch.onEvent(new InteractionEvent.RunOpened(
                scope(null), new InteractionEvent.Run("0123456789ab", data, data.resolve("a"), "muxed", true, AT)));
        watch.onEvent(new InteractionEvent.InteractionDeleted(scope(null)));
        assertThat(timer.pending()).isEqualTo(1);
        timer.pass(ManifestWatch.PATIENCE.plusSeconds(2));
        assertThat(timer.pending()).isZero();
        assertThat(finished).isEmpty();
    }
}
