package org.ducksoup.stats.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonFormatTest {
    private static final Instant AT = Instant.parse("2026-11-22T09:00:03.734Z");

    /** Whatever clients wrote, a parser reads the same again, from one line. */
    @Test
    void everyValueIsReadAgain() throws Exception {
        String hostile = "a\"\\\n\r\t\b\f\u0000\u001b\u007f\u0085\u2028\ud83e\udd86 \ud800é";
        Map<String, Object> values = Map.of("nested", List.of(1, "x\"", 2.5), "flag", true);
        LogProperties properties = new LogProperties()
                .with("text", hostile)
                .with(hostile, 1)
                .with("whole", -3)
                .with("long", Long.MIN_VALUE)
                .with("part", 0.1)
                .with("yes", true)
                .with("more", values)
                .with("level", "no event may say this");
        String line = new JsonFormat(new LogTime(ZoneId.of("UTC")))
                .line(new LogEntry(LogLevel.INFO, AT, "track", "in_track_added", properties));
        assertThat(line.chars()).allMatch(c -> c >= ' ').hasSizeLessThan(1000);
        JsonNode read = new ObjectMapper().readTree(line);
        assertThat(read.get("level").asText()).isEqualTo("info");
        assertThat(read.get("time").asText()).isEqualTo("20261122-090003.734");
        assertThat(read.get("text").asText()).isEqualTo(hostile);
        assertThat(read.get(hostile).asInt()).isEqualTo(1);
        assertThat(read.get("whole").asInt()).isEqualTo(-3);
        assertThat(read.get("long").asLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(read.get("part").asDouble()).isEqualTo(0.1);
        assertThat(read.get("yes").asBoolean()).isTrue();
        assertThat(read.get("more")).isEqualTo(new ObjectMapper().valueToTree(values));
        assertThat(read.size()).isEqualTo(11);
    }

    /** Also when clocks change and years have passed. */
    @Test
    void timesAreThoseOfTheFormatter() {
        ZoneId zone = ZoneId.of("Europe/Paris");
        DateTimeFormatter formatter =
                DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss.SSS", Locale.ROOT).withZone(zone);
        LogTime time = new LogTime(zone);
        Instant at = Instant.parse("2026-01-01T00:00:00.000Z");
        for (int i = 0; i < 20_000; i++) {
            assertThat(time.text(at)).isEqualTo(formatter.format(at));
            at = at.plusMillis(4_567_891);
        }
    }
}
