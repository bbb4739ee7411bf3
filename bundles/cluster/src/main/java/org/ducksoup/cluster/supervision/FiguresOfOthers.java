package org.ducksoup.cluster.supervision;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.ducksoup.api.cluster.FiguresElsewhere;
import org.ducksoup.cluster.placement.ServerReport;
import org.ducksoup.parts.RateLimited;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for the figures of the other servers, while somebody looks at them. Nobody waits for a server that is silent. */
public final class FiguresOfOthers implements FiguresElsewhere {
    private static final Logger LOGGER = LoggerFactory.getLogger(FiguresOfOthers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** What is older is no figure of now. */
    private static final Duration MAX_AGE = Duration.ofSeconds(4);

    private record Figures(String json, long nanos) {}

    private final ClusterLink link;
    private final LongSupplier nanoTime;
    private final RateLimited silences;
    private final Map<String, Figures> newest = new ConcurrentHashMap<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    public FiguresOfOthers(ClusterLink link, LongSupplier nanoTime) {
        this.link = link;
        this.nanoTime = nanoTime;
        silences = new RateLimited(Duration.ofSeconds(10), nanoTime);
    }

    @Override
    public String server() {
        return link.server();
    }

    @Override
    public Map<String, String> figures() {
        long now = nanoTime.getAsLong();
        newest.values().removeIf(figures -> now - figures.nanos() > MAX_AGE.toNanos());
        Map<String, String> known = new LinkedHashMap<>();
        for (ServerReport other : link.others()) {
            Figures figures = newest.get(other.server());
            if (figures != null) {
                known.put(other.server(), figures.json());
            }
            ask(other);
        }
        return known;
    }

    private void ask(ServerReport other) {
        String server = other.server();
        if (!asked.add(server)) {
            return;
        }
        var unused = link.ask(other, Wish.FIGURES.question(), PATIENCE).whenComplete((answer, failure) -> {
            asked.remove(server);
            if (failure == null && answer.path("figures").isTextual()) {
                newest.put(server, new Figures(answer.path("figures").asText(), nanoTime.getAsLong()));
            } else {
                silences.run(others -> LOGGER.warn(
                        "{} does not tell its figures (and {} times others): {}",
                        server,
                        others,
                        String.valueOf(failure == null ? answer : failure)));
            }
        });
    }
}
