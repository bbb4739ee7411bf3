package org.ducksoup.transport;

import java.util.concurrent.TimeUnit;
import org.ducksoup.api.transport.ConnectionState;

/** Derives a connection's state from its silence: a browser that sends media is never silent for a second. */
final class Liveness {
    static final long DISCONNECTED_NANOS = TimeUnit.SECONDS.toNanos(5);
    static final long FAILED_NANOS = TimeUnit.SECONDS.toNanos(30);

    private Liveness() {}

    /**
     * @param state the present state
     * @param silentNanos since the remote side last sent something authentic, or since the connection was opened
     * @return the next state
     */
    static ConnectionState judge(ConnectionState state, long silentNanos) {
        return switch (state) {
            case NEW, FAILED, CLOSED -> state;
            case CONNECTING -> silentNanos > FAILED_NANOS ? ConnectionState.FAILED : state;
            case CONNECTED, DISCONNECTED -> {
                if (silentNanos > FAILED_NANOS) {
                    yield ConnectionState.FAILED;
                }
                yield silentNanos >= DISCONNECTED_NANOS ? ConnectionState.DISCONNECTED : ConnectionState.CONNECTED;
            }
        };
    }
}
