package org.ducksoup.web.page;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.servlet.http.HttpServletResponse;

/**
 * For load balancers and containers: {@code /health} is 200 as long as this server answers, {@code /ready} while a
 * participant can join.
 */
public final class Probes {
    private final Map<String, BooleanSupplier> probes;

    /** @param ready whether a participant can join */
    public Probes(BooleanSupplier ready) {
        probes = Map.of("/health", () -> true, "/ready", ready);
    }

    /** Returns empty for every other path. */
    public Optional<Boolean> probe(RequestPath path) {
        return Optional.ofNullable(probes.get(path.decoded())).map(BooleanSupplier::getAsBoolean);
    }

    static void answer(boolean good, HttpServletResponse response) throws IOException {
        if (good) {
            Sentences.answer(response, HttpServletResponse.SC_OK, "ok");
        } else {
            response.setHeader("Retry-After", "1");
            Sentences.answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Nobody can join at the moment.");
        }
    }
}
