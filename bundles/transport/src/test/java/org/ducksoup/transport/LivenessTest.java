package org.ducksoup.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ducksoup.api.transport.ConnectionState.CLOSED;
import static org.ducksoup.api.transport.ConnectionState.CONNECTED;
import static org.ducksoup.api.transport.ConnectionState.CONNECTING;
import static org.ducksoup.api.transport.ConnectionState.DISCONNECTED;
import static org.ducksoup.api.transport.ConnectionState.FAILED;
import static org.ducksoup.api.transport.ConnectionState.NEW;

import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void judgesBySilence() {
        assertThat(Liveness.judge(CONNECTED, 5 * SECOND - 1)).isEqualTo(CONNECTED);
        assertThat(Liveness.judge(CONNECTED, 5 * SECOND)).isEqualTo(DISCONNECTED);
        assertThat(Liveness.judge(DISCONNECTED, SECOND)).isEqualTo(CONNECTED);
        assertThat(Liveness.judge(DISCONNECTED, 30 * SECOND)).isEqualTo(DISCONNECTED);
        assertThat(Liveness.judge(DISCONNECTED, 31 * SECOND)).isEqualTo(FAILED);
        assertThat(Liveness.judge(CONNECTING, 30 * SECOND)).isEqualTo(CONNECTING);
        assertThat(Liveness.judge(CONNECTING, 31 * SECOND)).isEqualTo(FAILED);
    }

    @Test
    void whatIsOverStaysOver() {
        for (long silence : new long[] {0, 100 * SECOND}) {
            assertThat(Liveness.judge(NEW, silence)).isEqualTo(NEW);
            assertThat(Liveness.judge(FAILED, silence)).isEqualTo(FAILED);
            assertThat(Liveness.judge(CLOSED, silence)).isEqualTo(CLOSED);
        }
    }
}
