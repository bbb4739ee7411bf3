package org.ducksoup.stats.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.stats.Samples;
import org.junit.jupiter.api.Test;

class EventVocabularyTest {
    private final JsonFormat format = new JsonFormat(new LogTime(ZoneId.of("Europe/Paris")));

    private List<String> written() {
        return Samples.ALL.stream()
                .flatMap(event -> EventVocabulary.entries(event).stream())
                .map(format::line)
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
    void beginsEveryLineTheSameWay() {
        assertThat(written()).allSatisfy(line -> assertThat(line)
                .matches("\\{\"level\":\"(error|info|debug|trace)\",\"time\":\"20261122-100003\\.734\","
                        + "\"context\":\"(peer|interaction|track|pipeline|signaling|ext)\",\"message\":\"[a-z_]+\","
                        + "\"namespace\":\"exp\",\"interaction\":\"trial 1\".*}"));
    }
}
