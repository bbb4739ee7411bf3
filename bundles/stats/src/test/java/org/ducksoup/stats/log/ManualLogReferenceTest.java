package org.ducksoup.stats.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.ducksoup.api.server.ServerEvent;
import org.ducksoup.stats.FakeConfiguration;
import org.ducksoup.stats.Samples;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares the manual's reference with the log of a server on which every event has occurred. Each message is in the
 * log, in its context and with its properties, as a script for the original reads it.
 */
class ManualLogReferenceTest {
    private static final Set<String> OF_AN_INTERACTION =
            Set.of("peer", "interaction", "track", "pipeline", "signaling");

    private static final List<JsonNode> LINES = new ArrayList<>();

    @BeforeAll
    static void everythingHappens() throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        JsonEventLog log = new JsonEventLog(
                FakeConfiguration.DEFAULTS.level(4),
                Clock.fixed(Samples.NOW, ZoneOffset.UTC),
                () -> 0,
                System.out,
                new PrintStream(written, false, StandardCharsets.UTF_8),
                LogFile::append);
        Samples.ALL.forEach(log::onEvent);
        log.publish(new ServerEvent.NotFound(Samples.NOW, "/nothing", 0));
        log.publish(new ServerEvent.GStreamerLogged(Samples.NOW, 2, "c", "a.c:f:7", "pitch0", "no_such_element"));
        log.publish(new ServerEvent.VideoTracked(Samples.NOW, 2, "exp", "trial 1", "ann", "77", true));
        log.publish(new ServerEvent.PipelineNotFound(Samples.NOW, 3));
        new UncaughtExceptions(log, Clock.fixed(Samples.NOW, ZoneOffset.UTC))
                .uncaughtException(Thread.currentThread(), new IllegalStateException("of a test"));
        log.close();
        for (String line : written.toString(StandardCharsets.UTF_8).split("\n")) {
            LINES.add(new ObjectMapper().readTree(line));
        }
    }

    @TestFactory
    Stream<DynamicTest> everyMessageOfTheManual() throws IOException, URISyntaxException {
        Path reference =
                Path.of(Objects.requireNonNull(ManualLogReferenceTest.class.getResource("/manual-log-reference.txt"))
                        .toURI());
        return Files.readAllLines(reference).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> DynamicTest.dynamicTest(line, () -> {
                    String[] words = line.split(" ");
                    assertThat(LINES)
                            .filteredOn(entry -> entry.path("message").asText().equals(words[1]))
                            .as(words[1])
                            .isNotEmpty()
                            .allSatisfy(entry ->
                                    check(entry, words[0], List.of(words).subList(2, words.length)));
                }));
    }

    private static void check(JsonNode entry, String context, List<String> properties) {
        List<String> expected = new ArrayList<>(List.of("level", "time", "context", "message"));
        if (OF_AN_INTERACTION.contains(context)) {
            expected.addAll(Arrays.asList("namespace", "interaction"));
        }
        expected.addAll(properties);
        assertThat(entry.fieldNames()).toIterable().containsAll(expected);
        assertThat(entry.path("context").asText()).isEqualTo(context);
        assertThat(entry.path("time").asText()).matches("\\d{8}-\\d{6}\\.\\d{3}");
        assertThat(entry.path("level").asText()).isIn("error", "warn", "info", "debug", "trace");
        if (properties.contains("source")) {
            assertThat(entry.path("source").asText()).isEqualTo("client");
        }
    }
}
