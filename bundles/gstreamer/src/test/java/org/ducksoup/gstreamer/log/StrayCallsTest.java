package org.ducksoup.gstreamer.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.server.ServerEvent;
import org.ducksoup.gstreamer.binding.CallbackTargets;
import org.junit.jupiter.api.Test;

class StrayCallsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final List<ServerEvent> published = new ArrayList<>();
    private final EventLog log = new EventLog();
    private final StrayCalls stray = new StrayCalls(CallbackTargets::misses, log, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void tellsOfCallsForWhatIsGone() {
        CallbackTargets<String> targets = new CallbackTargets<>();
        long here = targets.add("here");
        long gone = targets.add("gone");
        targets.remove(gone);
        targets.remove(gone);
        assertThat(targets.find(here)).isEqualTo("here");
        log.use(published::add);
        stray.report();
        assertThat(published).isEmpty();

        assertThat(targets.find(gone)).isNull();
        assertThat(targets.find(gone)).isNull();
        stray.report();
        stray.report();
        assertThat(published).containsExactly(new ServerEvent.PipelineNotFound(NOW, 2));
    }

    @Test
    void keepsThemUntilThereIsALog() {
        assertThat(new CallbackTargets<String>().find(7)).isNull();
        stray.report();
        log.use(published::add);
        stray.report();
        assertThat(published).containsExactly(new ServerEvent.PipelineNotFound(NOW, 1));
    }
}
