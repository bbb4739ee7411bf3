package org.ducksoup.web.page;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.servlet.http.HttpServletResponse;

/**
 * For load balancers and containers: {@code /health} is 200 as long as this server answers, {@code /ready} while a
 * participant can join.
 */
public final class Probes {
    private static final Answer WELL = new Answer(HttpServletResponse.SC_OK, "ok");

    private final Map<String, Supplier<Optional<String>>> probes;

    /** @param objection why nobody can join, as a sentence; empty while a participant can */
    public Probes(Supplier<Optional<String>> objection) {
        probes = Map.of("/health", Optional::empty, "/ready", objection);
    }

    /** @param sentence of the answer's body */
    public record Answer(int status, String sentence) {}

    /** Returns empty for every other path. */
    public Optional<Answer> probe(RequestPath path) {
        return Optional.ofNullable(probes.get(path.decoded()))
                .map(Supplier::get)
                .map(Probes::answer);
    }

    private static Answer answer(Optional<String> objection) {
        return objection
                .map(sentence -> new Answer(HttpServletResponse.SC_SERVICE_UNAVAILABLE, sentence))
                .orElse(WELL);
    }

    static void answer(Answer answer, HttpServletResponse response) throws IOException {
        if (answer.status() == HttpServletResponse.SC_OK) {
            Sentences.answer(response, answer.status(), answer.sentence());
        } else {
            Sentences.tryAgain(response, answer.sentence());
        }
    }
}
