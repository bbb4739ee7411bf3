package org.ducksoup.settings.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ducksoup.settings.PidConfigurations;
import org.ducksoup.settings.source.YamlPlaces;
import org.junit.jupiter.api.Test;

/** {@code config/gst.yml} and {@code etc/org.ducksoup.effects.cfg} reach the components that read them. */
class PipelineTextsTest {
    private static Inputs inputs(Map<String, Map<String, String>> etc, Map<String, String> yaml) {
        return new Inputs(Map.of(), Map.of(), etc, yaml, List.of(), SomeInputs.LAUNCH);
    }

    @Test
    void textsReachTheBundleThatBuildsPipelines() {
        Resolution resolution = Resolver.resolve(inputs(
                Map.of(),
                Map.of(
                        "gst.yml:x264.rtp.pay", "rtph264pay",
                        "gst.yml:opus.encoder", "opusenc frame-size=10",
                        "gst.yml:rtpjitterbuffer.latency", "150",
                        "gst.yml:rtpjitterbuffer.do-lost", "true",
                        "gst.yml:x264.nosuchkey", "x")));
        assertThat(resolution.problems()).isEmpty();
        assertThat(resolution.warnings()).hasSize(1).first().asString().contains("gst.yml:x264.nosuchkey");
        assertThat(PidConfigurations.of(resolution, SomeInputs.LAUNCH).get(SettingsTable.GSTREAMER))
                .containsEntry("x264Pay", "rtph264pay")
                .containsEntry("opusEncoder", "opusenc frame-size=10")
                .containsEntry("jitterBufferProperties", "do-lost=true latency=150")
                .doesNotContainKey("vp8Encoder");
    }

    @Test
    void effectsHaveNamesOfTheOperator() {
        Resolution resolution = Resolver.resolve(
                inputs(Map.of("org.ducksoup.effects", Map.of("softer-voice", "pitch pitch=0.9")), Map.of()));
        assertThat(resolution.problems()).isEmpty();
        assertThat(resolution.warnings()).isEmpty();
        assertThat(PidConfigurations.of(resolution, SomeInputs.LAUNCH).get(SettingsTable.EFFECTS))
                .containsExactlyEntriesOf(Map.of("softer-voice", "pitch pitch=0.9"));
    }

    @Test
    void theFileThatIsShippedHasEveryKeyAndNoOther() throws Exception {
        List<String> problems = new ArrayList<>();
        Map<String, String> places =
                YamlPlaces.parse("gst.yml", Files.readString(Path.of("../../config/gst.yml")), problems);
        assertThat(problems).isEmpty();
        assertThat(places.keySet().stream().filter(place -> !PipelineTexts.isProperty(place)))
                .containsExactlyInAnyOrderElementsOf(PipelineTexts.keys().keySet());
    }
}
