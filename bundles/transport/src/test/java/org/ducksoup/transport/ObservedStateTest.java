package org.ducksoup.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ducksoup.api.transport.ConnectionState.CLOSED;
import static org.ducksoup.api.transport.ConnectionState.CONNECTED;
import static org.ducksoup.api.transport.ConnectionState.CONNECTING;
import static org.ducksoup.api.transport.ConnectionState.DISCONNECTED;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.ducksoup.api.transport.ConnectionState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObservedStateTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong silence = new AtomicLong();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final List<ConnectionState> seen = new ArrayList<>();
    private final ObservedState state = new ObservedState(silence::get, timer, seen::add);

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    @Test
    void theListenerSeesEachChangeOnce() {
        state.change(CONNECTING);
        state.change(CONNECTING);
        state.change(CONNECTED);
        assertThat(seen).containsExactly(CONNECTING, CONNECTED);
    }

    @Test
    void nothingChangesAfterTheEnd() {
        state.change(CONNECTED);
        assertThat(state.close()).isTrue();
        assertThat(state.close()).isFalse();
        state.change(CONNECTING);
        silence.set(100 * SECOND);
        state.judge();
        assertThat(seen).containsExactly(CONNECTED);
        assertThat(state.current()).isEqualTo(CLOSED);
    }

    @Test
    void aSilenceThatWillBeTooLongBeforeTheNextTickIsJudgedInTime() {
        state.change(CONNECTED);
        silence.set(3 * SECOND);
        state.judge();
        assertThat(timer.getQueue()).isEmpty();
        silence.set(4 * SECOND + SECOND / 2);
        state.judge();
        assertThat(timer.getQueue()).singleElement().satisfies(judgement -> assertThat(
                        ((Delayed) judgement).getDelay(TimeUnit.MILLISECONDS))
                .isBetween(1L, 500L));
        silence.set(5 * SECOND);
        state.judge();
        assertThat(seen).containsExactly(CONNECTED, DISCONNECTED);
    }
}
