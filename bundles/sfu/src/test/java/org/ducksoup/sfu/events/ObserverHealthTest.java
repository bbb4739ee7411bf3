package org.ducksoup.sfu.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.sfu.House;
import org.junit.jupiter.api.Test;

class ObserverHealthTest {
    private static final InteractionEvent EVENT = new InteractionEvent.OfferRequested(
            new InteractionEvent.Scope(Instant.EPOCH, House.KEY, null, Instant.EPOCH, null), "cause");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<String> said = new ArrayList<>();
    private final ObserverHealth health =
            new ObserverHealth("Markers", now::get, (sentence, bug) -> said.add(sentence + (bug == null ? "" : "!")));

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void oneThatHangsIsToldOnceAndThatItGoesOn() {
        health.begins(EVENT);
        pass(Duration.ofSeconds(9));
        health.watch(3);
        assertThat(said).isEmpty();
        pass(Duration.ofSeconds(2));
        health.watch(7);
        health.watch(8);
        assertThat(said)
                .singleElement()
                .asString()
                .contains("Markers has not returned for 10 s", "OfferRequested", "7 events wait");
        pass(Duration.ofSeconds(9));
        health.ends();
        assertThat(said).hasSize(2).last().asString().contains("goes on after 20 s");
        pass(Duration.ofMinutes(1));
        health.watch(0);
        health.begins(EVENT);
        health.watch(0);
        health.ends();
        assertThat(said).hasSize(2);
    }

    @Test
    void oneThatFailsAtEveryEventIsToldOnceAMinute() {
        for (int i = 0; i < 600; i++) {
            health.failed(EVENT, new IllegalStateException("a bug, as this test wants it"));
            pass(Duration.ofMillis(200));
        }
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).contains("Markers failed at OfferRequested").endsWith("!");
        assertThat(said.get(1)).contains("and at 299 others before").endsWith("!");
    }
}
