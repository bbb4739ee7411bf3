package org.ducksoup.gstreamer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The built-in texts are those of {@code config/gst.yml}. */
final class CodecTextsTest {
    @Test
    void theShippedFileSaysWhatIsBuiltIn() throws Exception {
        String file = Files.readString(Path.of("../../config/gst.yml"));
        Map<String, CodecTexts> sections = Map.of(
                "opus", CodecTexts.OPUS, "vp8", CodecTexts.VP8, "x264", CodecTexts.X264, "nv264", CodecTexts.NV264);
        sections.forEach((name, texts) -> {
            String section = file.substring(file.indexOf("\n" + name + ":"));
            section = section.substring(
                    0, Math.max(section.indexOf("\n\n"), section.indexOf("\n\n") < 0 ? section.length() : 0));
            List<String> lines = section.lines().map(String::strip).toList();
            assertThat(lines).contains("caps: " + texts.caps());
            for (Map.Entry<String, String> piece : texts.pieces().entrySet()) {
                if (!(name.equals("opus") && piece.getKey().equals("converter"))) {
                    String key = piece.getKey().substring(piece.getKey().lastIndexOf('.') + 1);
                    assertThat(lines).as(name).contains(key + ": " + piece.getValue());
                }
            }
        });
        for (String property : PipelineTexts.JITTER_BUFFER.split(" ")) {
            assertThat(file).contains("  " + property.replace("=", ": ") + "\n");
        }
    }
}
