package org.ducksoup.stats.figures;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.ClientReport;
import org.ducksoup.api.interaction.ExclusionRules;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.ClientReported;
import org.ducksoup.api.interaction.InteractionEvent.EffectLost;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.InteractionEvent.InteractionCreated;
import org.ducksoup.api.interaction.InteractionEvent.InteractionEnded;
import org.ducksoup.api.interaction.InteractionEvent.ParticipantConnected;
import org.ducksoup.api.interaction.InteractionEvent.ParticipantDisconnected;
import org.ducksoup.api.interaction.InteractionEvent.PlanAssigned;
import org.ducksoup.api.interaction.InteractionEvent.RecorderLost;
import org.ducksoup.api.interaction.InteractionEvent.RecordingFailed;
import org.ducksoup.api.interaction.InteractionEvent.RecordingResumed;
import org.ducksoup.api.interaction.InteractionEvent.RecordingStalled;
import org.ducksoup.api.interaction.InteractionEvent.Run;
import org.ducksoup.api.interaction.InteractionEvent.RunOpened;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.operation.InteractionState;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.ParticipantStatus;
import org.ducksoup.api.operation.ParticipantStatus.Presence;
import org.ducksoup.stats.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the feed says of an interaction for the person who runs the study. */
class StudyFrameTest {
    private static final String NAME = "https://lab.example#exp#trial 1";

    private final LiveFigures live = new LiveFigures();

    @BeforeEach
    void create() {
        tell(new InteractionCreated(Samples.WHOLE));
    }

    @Test
    void itSaysHowLongItGoesOnAndWhoIsThereWithWhichEffects() throws Exception {
        JsonNode study = study(status());
        assertThat(study.path("state").asText()).isEqualTo("running");
        assertThat(study.path("remaining").asDouble()).isEqualTo(12.5);
        assertThat(study.path("size").asInt()).isEqualTo(2);
        assertThat(study.path("recordingMode").asText()).isEqualTo("muxed");
        JsonNode ann = study.path("participants").path(0);
        assertThat(ann.path("userId").asText()).isEqualTo("ann");
        assertThat(ann.path("presence").asText()).isEqualTo("present");
        assertThat(ann.path("audioFx").asText()).isEqualTo("pitch pitch=0.8 name=fx");
        assertThat(ann.has("videoFx")).isFalse();
        assertThat(ann.path("controls").path("fx.pitch").asDouble()).isEqualTo(1.2);
        JsonNode bob = study.path("participants").path(1);
        assertThat(bob.path("presence").asText()).isEqualTo("away");
        assertThat(bob.path("missing").path(0).asText()).isEqualTo("video");
    }

    @Test
    void withoutAnAnswerTheRestIsThere() throws Exception {
        JsonNode study = study(List.of());
        assertThat(study.path("state").asText()).isEqualTo("unknown");
        assertThat(study.has("remaining")).isFalse();
        tell(new InteractionEnded(Samples.WHOLE, EndReason.STOPPED, Map.of()));
        assertThat(study(List.of()).path("state").asText()).isEqualTo("ended");
    }

    @Test
    void theRecordingsStateIsThatOfItsWorstPart() throws Exception {
        assertThat(recording()).isEqualTo("not_begun []");
        tell(new RunOpened(Samples.WHOLE, run(true)));
        assertThat(recording()).isEqualTo("running []");
        tell(new RecordingStalled(Samples.RUNNING, "the disk does not answer"));
        assertThat(recording()).isEqualTo("stalled [\"ann\"]");
        tell(new RecordingResumed(Samples.RUNNING, null));
        assertThat(recording()).isEqualTo("running []");
        tell(new RecorderLost(Samples.RUNNING, "stopped"));
        assertThat(recording()).isEqualTo("interrupted [\"ann\"]");
        tell(new RecordingFailed(Samples.RUNNING, "the disk is full", true));
        assertThat(recording()).isEqualTo("failed [\"ann\"]");
        tell(new ParticipantConnected(Samples.RUNNING, 2));
        assertThat(recording()).isEqualTo("running []");
        tell(new InteractionEnded(Samples.WHOLE, EndReason.DURATION_REACHED, Map.of("ann", List.of("a"))));
        assertThat(recording()).isEqualTo("complete []");
    }

    @Test
    void anEndWithIncompleteFilesIsSaid() throws Exception {
        tell(new RunOpened(Samples.WHOLE, run(true)));
        Map<String, List<String>> files = Map.of("ann", List.of("a"));
        tell(new InteractionEnded(Samples.WHOLE, EndReason.DURATION_REACHED, files, files));
        assertThat(recording()).isEqualTo("incomplete []");
    }

    @Test
    void aModeThatRecordsNothingIsOff() throws Exception {
        tell(new RunOpened(Samples.WHOLE, run(false)));
        tell(new RecordingFailed(Samples.RUNNING, "no disk", true));
        assertThat(recording()).isEqualTo("off []");
        tell(new InteractionEnded(Samples.WHOLE, EndReason.DURATION_REACHED, Map.of()));
        assertThat(recording()).isEqualTo("off []");
    }

    @Test
    void incidentsHaveTheNamesOfTheLog() throws Exception {
        tell(new EffectLost(Samples.RUNNING, MediaKind.AUDIO, "nothing comes out"));
        tell(new ClientReported(
                Samples.RUNNING,
                new ClientReport.Incident(ClientReport.What.DEVICE_LOST, MediaKind.VIDEO, "unplugged", Duration.ZERO)));
        tell(new ClientReported(Samples.RUNNING, new ClientReport.Browser("Firefox 140", "Linux", "Mozilla/5.0")));
        tell(new ParticipantDisconnected(Samples.RUNNING, "client_stop"));
        JsonNode study = study(List.of());
        assertThat(study.path("incidentCount").asInt()).isEqualTo(3);
        assertThat(study.path("incidents").findValuesAsText("message"))
                .containsExactly("effect_lost", "client_device_lost", "peer_server_ended");
        JsonNode lost = study.path("incidents").path(0);
        assertThat(lost.path("at").asText()).isEqualTo(Samples.NOW.toString());
        assertThat(lost.path("user").asText()).isEqualTo("ann");
        assertThat(lost.path("type").asText()).isEqualTo("audio");
        assertThat(lost.path("cause").asText()).isEqualTo("nothing comes out");
        assertThat(lost.has("interaction")).isFalse();
    }

    @Test
    void noEffectOfAPlanIsNamed() throws Exception {
        tell(new PlanAssigned(Samples.WHOLE, "dyad", "ab", "k7", 1, ExclusionRules.NONE, false));
        tell(new EffectLost(Samples.RUNNING, MediaKind.AUDIO, "pitch has crashed"));
        JsonNode lost = study(List.of()).path("incidents").path(0);
        assertThat(lost.path("message").asText()).isEqualTo("effect_lost");
        assertThat(lost.path("user").asText()).isEqualTo("ann");
        assertThat(lost.toString()).doesNotContain("pitch");
    }

    @Test
    void onlyTheNewestIncidentsAreKept() throws Exception {
        for (int i = 0; i < RecentIncidents.MAX_INCIDENTS + 3; i++) {
            tell(new ParticipantDisconnected(Samples.RUNNING, "cause " + i));
        }
        JsonNode study = study(List.of());
        assertThat(study.path("incidentCount").asInt()).isEqualTo(RecentIncidents.MAX_INCIDENTS + 3);
        assertThat(study.path("incidents").findValuesAsText("cause"))
                .hasSize(RecentIncidents.MAX_INCIDENTS)
                .startsWith("cause 3");
    }

    private static Run run(boolean recorded) {
        return new Run("0123456789ab", Path.of("data"), Path.of("data/run"), "muxed", recorded, Samples.STARTED);
    }

    private static List<InteractionStatus> status() {
        ParticipantStatus ann = new ParticipantStatus(
                "ann", Presence.PRESENT, 1, List.of(), "pitch pitch=0.8 name=fx", null, Map.of("fx.pitch", 1.2), false);
        ParticipantStatus bob =
                new ParticipantStatus("bob", Presence.AWAY, 1, List.of("video"), null, "coloreffects", Map.of(), false);
        return List.of(new InteractionStatus(
                Samples.WHOLE.key(),
                null,
                InteractionState.RUNNING,
                Samples.STARTED,
                Samples.STARTED,
                Duration.ofSeconds(30),
                Duration.ofMillis(12_500),
                2,
                "muxed",
                List.of(ann, bob)));
    }

    private String recording() throws Exception {
        JsonNode recording = study(List.of()).path("recording");
        return recording.path("state").asText() + " " + recording.path("users");
    }

    private JsonNode study(List<InteractionStatus> supervised) throws Exception {
        String frame = StatisticsFrame.of(live, supervised, null, 0, List.of()).orElseThrow();
        return new ObjectMapper().readTree(frame).path("study").path(NAME);
    }

    private void tell(InteractionEvent event) {
        live.onEvent(event);
    }
}
