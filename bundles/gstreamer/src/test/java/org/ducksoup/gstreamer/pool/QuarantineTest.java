package org.ducksoup.gstreamer.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class QuarantineTest {
    private final AtomicLong now = new AtomicLong(-3);
    private final Quarantine quarantine = new Quarantine(now::get);
    private int processes;

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void anEffectThatDiesAgainAndAgainIsRefusedForAWhile() {
        for (int i = 1; i < Quarantine.MAX_DEATHS; i++) {
            assertThat(quarantine.died("tracker", ++processes, "signal SIGSEGV"))
                    .isFalse();
            assertThat(quarantine.refusal("tracker")).isEmpty();
            pass(Duration.ofSeconds(10));
        }
        assertThat(quarantine.died("tracker", ++processes, "signal SIGSEGV in libgstlab.so"))
                .isTrue();
        assertThat(quarantine.refusal("tracker").orElseThrow())
                .contains("died 5 times", "signal SIGSEGV in libgstlab.so", "more minutes");
        assertThat(quarantine.refusal("another")).isEmpty();
        pass(Quarantine.LASTS);
        assertThat(quarantine.refusal("tracker")).isEmpty();
    }

    @Test
    void nowAndThenIsNoReason() {
        for (int i = 0; i < 50; i++) {
            assertThat(quarantine.died("tracker", ++processes, "hang")).isFalse();
            pass(Quarantine.WITHIN.dividedBy(3));
        }
    }

    @Test
    void anotherVersionBeginsAnew() {
        for (int i = 0; i < Quarantine.MAX_DEATHS; i++) {
            quarantine.died("tracker", ++processes, "hang");
        }
        quarantine.forget("tracker");
        assertThat(quarantine.refusal("tracker")).isEmpty();
    }

    @Test
    void severalMediaOfOneProcessDieOnce() {
        for (int i = 0; i < 10; i++) {
            assertThat(quarantine.died("tracker", 1, "hang")).isFalse();
        }
        assertThat(quarantine.refusal("tracker")).isEmpty();
    }
}
