package org.ducksoup.recording.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.ducksoup.api.media.MediaKind;
import org.junit.jupiter.api.Test;

class GapReasonsTest {
    private static final String MANIFEST = """
            {"participants": [
              {"userId": "ann", "connections": [{"number": 1}, {"number": 2, "stem": "i-1-u-ann-c-2"}]},
              {"userId": "bob", "connections": [{"number": 1, "stem": "i-1-u-bob-c-1"}]}],
             "incidents": [
              {"kind": "recording_stalled", "userId": "ann", "time": 9.0},
              {"kind": "recording_resumed", "userId": "ann", "time": 31.0, "from": 20.0, "to": 31.0},
              {"kind": "recording_resumed", "userId": "ann", "time": 51.0},
              {"kind": "effect_lost", "userId": "ann", "time": 40.5},
              {"kind": "device_lost", "userId": "bob", "time": 60.2},
              {"kind": "recording_resumed", "userId": "bob", "time": 83.0, "from": 80.0, "to": 82.0, "cause": "encoder_lost"},
              {"kind": "recording_resumed", "userId": "bob", "time": 93.0, "from": 90.0, "to": 92.0,
                "cause": "recorder_lost"}]}
            """;

    private static String reason(String file, boolean wet, double from, double to, long lost) throws Exception {
        return reason(file, wet, MediaKind.VIDEO, from, to, lost);
    }

    private static String reason(String file, boolean wet, MediaKind kind, double from, double to, long lost)
            throws Exception {
        JsonNode manifest = new ObjectMapper().readTree(MANIFEST);
        return GapReasons.of(manifest, file, wet)
                .of(new GapList.Gap(kind, (long) (from * 1e9), (long) (to * 1e9), lost));
    }

    @Test
    void whatTheDiskDidNotTakeIsTheDisks() throws Exception {
        assertThat(reason("i-1-u-ann-c-2-dry.mkv", false, 19.9, 31.4, 300)).isEqualTo("disk");
        assertThat(reason("i-1-u-bob-c-1-dry.mkv", false, 19.9, 31.4, 300))
                .as("another's disk, or rather another's memory")
                .isEqualTo("lost");
        assertThat(reason("i-1-u-ann-c-2-dry.mkv", false, 50.5, 51.5, 0))
                .as("nothing was missing after that stall")
                .isEqualTo("nothing_sent");
    }

    @Test
    void anEffectIsToBlameForWetFilesOnly() throws Exception {
        assertThat(reason("i-1-u-ann-c-2-wet.mkv", true, 40.0, 41.0, 0)).isEqualTo("effect_lost");
        assertThat(reason("i-1-u-ann-c-2-dry.mkv", false, 40.0, 41.0, 0)).isEqualTo("nothing_sent");
        assertThat(reason("i-1-u-ann-c-2-wet.mkv", true, 43.0, 44.0, 2)).isEqualTo("lost");
    }

    @Test
    void whatHoldsTheRecordingUpSaysWhatItWas() throws Exception {
        assertThat(reason("i-1-u-bob-c-1-dry.mkv", false, 89.9, 92.1, 0)).isEqualTo("recorder_lost");
        assertThat(reason("i-1-u-bob-c-1-wet.mkv", true, 89.9, 92.1, 0)).isEqualTo("recorder_lost");
        assertThat(reason("i-1-u-bob-c-1-dry.mkv", false, 79.9, 82.1, 0)).isEqualTo("encoder_lost");
        assertThat(reason("i-1-u-bob-c-1-dry.mkv", false, MediaKind.AUDIO, 79.9, 82.1, 9))
                .as("only video is encoded again")
                .isEqualTo("lost");
        assertThat(reason("i-1-u-bob-c-1-wet.mkv", true, 79.9, 82.1, 9)).isEqualTo("lost");
    }

    @Test
    void aDeviceExplainsItsOwnersGap() throws Exception {
        assertThat(reason("i-1-u-bob-c-1-dry.mkv", false, 59.9, 70.0, 0)).isEqualTo("device_lost");
        assertThat(reason("i-1-u-ann-c-2-dry.mkv", false, 59.9, 70.0, 0)).isEqualTo("nothing_sent");
    }
}
