package org.ducksoup.gstreamer.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ducksoup.api.server.ServerEvent;
import org.ducksoup.api.server.ServerEvents;
import org.ducksoup.gstreamer.Specifications;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Uses GStreamer itself, which warns about a request for an unknown element. */
final class DebugLogTest {
    private static DebugLog log;

    @BeforeAll
    static void open() {
        // Starts GStreamer, as the server does.
        Specifications.factory().close();
        assertThat(DebugLog.open(null, false, false)).isNull();
        assertThat(DebugLog.open(" ", false, false)).isNull();
        log = DebugLog.open(null, false, true);
        assertThat(log).isNotNull();
    }

    @AfterAll
    static void close() {
        log.close();
        assertThat(log.fetch().lines()).isEmpty();
        GstLibrary.gst_debug_set_default_threshold(0);
    }

    private static void warn(String name) {
        assertThat(GstLibrary.gst_element_factory_make(name, null)).isZero();
    }

    private static List<String> texts(DebugLog.Fetched fetched) {
        return fetched.lines().stream()
                .filter(line -> line.text().contains("ducksoup-test"))
                .map(DebugLine::text)
                .toList();
    }

    @Test
    void eachLineComesOnce() throws InterruptedException {
        warn("ducksoup-test-1");
        warn("ducksoup-test-2");
        DebugLog.Fetched first = log.fetch();
        assertThat(texts(first)).hasSize(2);
        assertThat(first.dropped()).isZero();
        DebugLine line = first.lines().stream()
                .filter(l -> l.text().contains("ducksoup-test-1"))
                .findFirst()
                .orElseThrow();
        assertThat(line.level()).isEqualTo(2);
        assertThat(line.category()).isEqualTo("GST_ELEMENT_FACTORY");
        assertThat(line.source()).startsWith("gstelementfactory.c:gst_element_factory_make");
        assertThat(Duration.between(DebugLog.began().plus(line.elapsed()), Instant.now())
                        .abs())
                .isLessThan(Duration.ofSeconds(5));
        assertThat(texts(log.fetch())).isEmpty();
        Thread other = new Thread(() -> warn("ducksoup-test-3"));
        other.start();
        other.join();
        warn("ducksoup-test-4");
        assertThat(texts(log.fetch())).hasSize(2);
        assertThat(texts(log.fetch())).isEmpty();
    }

    @Test
    void aFloodIsCutAndCounted() {
        log.fetch();
        for (int i = 0; i < 5_000; i++) {
            warn("ducksoup-test-flood");
        }
        long begin = System.nanoTime();
        DebugLog.Fetched fetched = log.fetch();
        System.out.printf(
                "a flood of 5000 lines: %d kept, %d dropped, the rest overwritten; fetched in %d ms%n",
                fetched.lines().size(), fetched.dropped(), (System.nanoTime() - begin) / 1_000_000);
        // A ring of 64 KB holds this many lines of about 150 bytes.
        assertThat(fetched.lines().size() + fetched.dropped()).isBetween(200L, 1000L);
        assertThat(fetched.lines()).hasSizeLessThanOrEqualTo(DebugLog.MAX_LINES);
    }

    @Test
    void linesWaitUntilThereIsALog() {
        EventLog events = new EventLog();
        DebugLogForwarder forwarder = new DebugLogForwarder(log, events, true, Clock.systemUTC());
        List<ServerEvent> heard = Collections.synchronizedList(new ArrayList<>());
        warn("ducksoup-test-early");
        ServerEvents sink = heard::add;
        events.use(sink);
        forwarder.forward();
        assertThat(heard.toString()).contains("ducksoup-test-early");
        events.use(null);
    }
}
