package org.ducksoup.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.ducksoup.bench.load.Crowd;
import org.ducksoup.bench.load.Figures;
import org.ducksoup.bench.load.Seat;
import org.ducksoup.testkit.media.LatencyHistogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Crowd CROWD =
            new Crowd(8, 2, Duration.ofMillis(100), Duration.ofSeconds(20), Seat.Media.SYNTHETIC);

    private static Row row(String server, int round, double cpuSeconds) {
        LatencyHistogram latency = new LatencyHistogram();
        for (int i = 1; i <= 100; i++) {
            latency.record(i * 100_000L);
        }
        Figures figures = new Figures(
                List.of(Duration.ofMillis(90), Duration.ofMillis(140)),
                20,
                48_000,
                48_000,
                48_000,
                3,
                latency,
                new LatencyHistogram(),
                new LatencyHistogram(),
                new Figures.Use(cpuSeconds, 300_000_000, 316_000_000, 90, 4_800_000));
        return new Row(server, round, CROWD, figures);
    }

    private static Report report() {
        Report report = new Report("./ducksoup bench --peer janus", "2 processors");
        report.add(row("this server", 1, 1));
        report.add(row("Janus", 1, 4));
        report.add(row("this server", 2, 3));
        report.add(Line.atLeast("ratio", 5, 4.5, 6, "48000 and 12000"));
        report.add(Line.atMost("p99, ms", 7, 6, 2));
        report.add(Line.notMeasured("other ratio", 1.9, 3, false, "no <other> version & none near"));
        return report;
    }

    @Test
    void theTextHasEveryFigureAndSaysWhichBoundsAreMet() {
        assertThat(report().text())
                .contains("2 processors\n./ducksoup bench --peer janus")
                .contains("this server, 8 interactions of 2, round 2")
                .containsPattern("packets/s delivered +2400")
                .containsPattern("packets per CPU-second +48000")
                .containsPattern("first video max, ms +140")
                .containsPattern("MB per interaction +2.00")
                .containsPattern("bytes allocated per packet +100")
                .containsPattern("ratio +5.00 +>= 4.50 +6.00 +must \\(48000 and 12000\\)")
                .containsPattern("p99, ms +7.00 +<= 6.00 +2.00 +MISSED")
                .containsPattern("other ratio +- +>= 1.90 +3.00 +not measured");
    }

    @Test
    void theJsonHasTheSame() throws Exception {
        JsonNode json = new ObjectMapper().readTree(report().json());
        assertThat(json.path("loads")).hasSize(3);
        assertThat(json.path("loads")
                        .path(1)
                        .path("figures")
                        .path("packets per CPU-second")
                        .asDouble())
                .isEqualTo(12_000);
        assertThat(json.path("table").path(1).path("met").asBoolean(true)).isFalse();
        assertThat(json.path("table").path(2).path("value").isNull()).isTrue();
    }

    @Test
    void picturesAreXmlAndShowTheMeanOfTheRounds(@TempDir Path directory) throws Exception {
        report().write(directory);
        String svg = Files.readString(directory.resolve("packets-per-cpu-second.svg"));
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(svg).contains(">32000<").contains(">12000<").contains(">Janus<");
    }

    @Test
    void whatWasNotMeasuredIsNotMet() {
        assertThat(Line.notMeasured("x", 1, 2, true, "why").isMet()).isFalse();
        assertThat(Line.notMeasured("x", 1, 2, false, "why").isMet()).isFalse();
    }
}
