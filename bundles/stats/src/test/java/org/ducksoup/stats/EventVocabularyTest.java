package org.ducksoup.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.ducksoup.api.interaction.InteractionEvent;
import org.junit.jupiter.api.Test;

class EventVocabularyTest {
    /** What the manual's reference lists and a typed event exists for. */
    private static final Set<String> OF_THE_MANUAL = Set.of(
            "websocket_upgraded",
            "peer_server_started",
            "peer_server_ended",
            "interaction_ending_sent",
            "interaction_created",
            "peer_joined",
            "in_track_added",
            "interaction_started",
            "interaction_ended",
            "interaction_deleted",
            "in_track_received",
            "client_fx_control",
            "audio_in_bitrate",
            "video_in_bitrate",
            "audio_out_bitrate",
            "video_out_bitrate",
            "loss_threshold_exceeded",
            "out_track_stopped",
            "pli_sent",
            "pli_skipped",
            "audio_in_report",
            "video_in_report",
            "client_video_resolution_updated",
            "client_pli_received_count_updated",
            "client_fir_received_count_updated",
            "client_keyframe_encoded_count_updated",
            "client_keyframe_decoded_count_updated",
            "client_message",
            "pipeline_created",
            "pipeline_started",
            "pipeline_stopped",
            "pipeline_deleted",
            "server_signaling_state_changed",
            "server_selected_candidate_pair",
            "client_selected_candidate_pair",
            "server_create_offer_requested",
            "ext_user_event");

    private final JsonFormat format = new JsonFormat(new LogTime(ZoneId.of("Europe/Paris")));

    private List<String> written() {
        return Samples.ALL.stream()
                .map(event -> format.line(EventVocabulary.entry(event)))
                .toList();
    }

    @Test
    void writesEveryEventToTheLetter() throws IOException, URISyntaxException {
        Path expected = Path.of(Objects.requireNonNull(getClass().getResource("/vocabulary.jsonl"))
                .toURI());
        assertThat(written()).containsExactlyElementsOf(Files.readAllLines(expected));
    }

    @Test
    void knowsEveryEventThereIs() {
        assertThat(Samples.ALL.stream().map(Object::getClass).collect(Collectors.toSet()))
                .as("a new event needs a row in EventVocabulary, a sample, and a line in vocabulary.jsonl")
                .containsAll(Arrays.asList(InteractionEvent.class.getPermittedSubclasses()));
    }

    @Test
    void hasTheMessagesOfTheManual() throws IOException {
        assertThat(written()).map(line -> json(line).get("message").textValue()).containsAll(OF_THE_MANUAL);
    }

    @Test
    void beginsEveryLineTheSameWay() {
        assertThat(written()).allSatisfy(line -> assertThat(line)
                .matches("\\{\"level\":\"(error|info|debug|trace)\",\"time\":\"20261122-100003\\.734\","
                        + "\"context\":\"(peer|interaction|track|pipeline|signaling|ext)\",\"message\":\"[a-z_]+\","
                        + "\"namespace\":\"exp\",\"interaction\":\"trial 1\".*}"));
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
