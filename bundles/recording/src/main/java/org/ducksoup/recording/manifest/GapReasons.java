package org.ducksoup.recording.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.ducksoup.api.interaction.RecordingGap;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.recording.manifest.GapList.Gap;

/** Why a stretch of a file has no frames, from the incidents of its participant. */
final class GapReasons {
    /** Frames were sent and did not arrive. */
    static final String LOST = "lost";

    /** Nothing was sent, as far as the server can know. */
    static final String NOTHING_SENT = "nothing_sent";

    private static final double NANOS = 1e9;
    /** An incident is noticed up to this long after its effect on the media, in seconds. */
    private static final double NOTICED_AFTER = 1;

    /** An incident that a page reports has the page's time. */
    private static final double CLOCKS_APART = 0.5;

    private final List<JsonNode> incidents;

    private GapReasons(List<JsonNode> incidents) {
        this.incidents = incidents;
    }

    /**
     * Those of one file.
     *
     * @param manifest has participants and incidents already
     * @param fileName begins with the stem of its connection
     * @param wet whether the file has changed media
     */
    static GapReasons of(JsonNode manifest, String fileName, boolean wet) {
        String user = StreamSupport.stream(manifest.path("participants").spliterator(), false)
                .filter(participant -> StreamSupport.stream(
                                participant.path("connections").spliterator(), false)
                        .map(connection -> connection.path("stem").asText())
                        .anyMatch(stem -> !stem.isEmpty() && fileName.startsWith(stem)))
                .map(participant -> participant.path("userId").asText())
                .findFirst()
                .orElse("");
        return new GapReasons(StreamSupport.stream(manifest.path("incidents").spliterator(), false)
                .filter(incident -> incident.path("userId").asText().equals(user))
                .filter(incident -> wet ? !isEncoderLost(incident) : !isEffectLost(incident))
                .toList());
    }

    private static boolean isEffectLost(JsonNode incident) {
        return incident.path("kind").asText().equals("effect_lost");
    }

    /** Only dry video is encoded again. */
    private static boolean isEncoderLost(JsonNode incident) {
        return incident.path("cause").asText().equals(RecordingGap.Cause.ENCODER_LOST.token());
    }

    /** A {@link RecordingGap.Cause}, {@link #LOST}, {@link #NOTHING_SENT}, or the kind of the incident that explains the gap. */
    String of(Gap gap) {
        double from = gap.fromNanos() / NANOS;
        double to = gap.toNanos() / NANOS;
        for (JsonNode incident : incidents) {
            if (incident.has("from")
                    && (gap.kind() == MediaKind.VIDEO || !isEncoderLost(incident))
                    && incident.path("from").asDouble() < to
                    && incident.path("to").asDouble() > from) {
                return incident.path("cause").asText(RecordingGap.Cause.DISK.token());
            }
        }
        for (JsonNode incident : incidents) {
            double time = incident.path("time").asDouble();
            if (isCause(incident.path("kind").asText()) && time > from - CLOCKS_APART && time < to + NOTICED_AFTER) {
                return incident.path("kind").asText();
            }
        }
        return gap.lostFrames() > 0 ? LOST : NOTHING_SENT;
    }

    private static boolean isCause(String kind) {
        return kind.equals("effect_lost")
                || kind.equals("codec_changed")
                || kind.equals("device_lost")
                || kind.equals("device_muted");
    }
}
