package org.ducksoup.recording.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.ducksoup.api.operation.RunVerification.Finding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wet media lies where the dry media is. */
class AlignmentCheckTest {
    private static ObjectNode file(String tap, double offset, double duration) {
        ObjectNode file =
                new ObjectMapper().createObjectNode().put("tap", tap).put("path", "recordings/stem-" + tap + ".mkv");
        file.putArray("tracks")
                .addObject()
                .put("kind", "video")
                .put("frames", 100)
                .put("offset", offset)
                .put("duration", duration);
        return file;
    }

    /** Wet video of a constant rate begins before the first key frame of the dry video. */
    @ParameterizedTest
    @CsvSource({"20, 60, true", "19.5, 60, true", "18.5, 61, false", "20, 62, false", "0, 60, false"})
    void wetIsComparedWithDry(double offset, double duration, boolean right) {
        ObjectNode manifest = new ObjectMapper().createObjectNode();
        manifest.putArray("participants")
                .addObject()
                .put("userId", "ann")
                .putArray("connections")
                .addObject()
                .put("number", 1)
                .put("stem", "stem");
        manifest.putArray("files").add(file("dry", 20, 60)).add(file("wet", offset, duration));
        Findings findings = new Findings();
        AlignmentCheck.verify(manifest, findings);
        List<Finding> found = findings.sorted();
        assertThat(found.isEmpty()).isEqualTo(right);
        assertThat(found).allSatisfy(finding -> {
            assertThat(finding.file()).isEqualTo("recordings/stem-wet.mkv");
            assertThat(finding.what()).contains("the dry one at 20.000 to 80.000 s");
        });
    }
}
