package org.ducksoup.transport;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.ducksoup.api.transport.ConnectionState;

/**
 * The state of a connection as its listener sees it: what ICE and DTLS report, and what the silence of the remote side
 * means. Thread-safe.
 */
final class ObservedState {
    /** The connection asks for a judgement this often. */
    static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier silence;
    private final ScheduledExecutorService timer;
    private final Consumer<ConnectionState> onChange;
    private volatile ConnectionState state = ConnectionState.NEW;
    private volatile boolean closed;

    /** @param silence nanoseconds since the remote side last sent something authentic, or since the connection was made */
    ObservedState(LongSupplier silence, ScheduledExecutorService timer, Consumer<ConnectionState> onChange) {
        this.silence = silence;
        this.timer = timer;
        this.onChange = onChange;
    }

    ConnectionState current() {
        return state;
    }

    boolean isClosed() {
        return closed;
    }

    void change(ConnectionState next) {
        synchronized (this) {
            if (closed || next == state) {
                return;
            }
            state = next;
        }
        onChange.accept(next);
    }

    /**
     * Judges once more when the silence will have lasted long enough, because the next tick may come most of a second
     * later.
     */
    void judge() {
        if (closed) {
            return;
        }
        long silentNanos = silence.getAsLong();
        change(Liveness.judge(state, silentNanos));
        long leftNanos = Liveness.DISCONNECTED_NANOS - silentNanos;
        if (state == ConnectionState.CONNECTED && leftNanos < TICK_NANOS) {
            timer.schedule(this::judge, leftNanos, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * Nothing changes after this, and the listener is not called.
     *
     * @return whether it was open before
     */
    synchronized boolean close() {
        if (closed) {
            return false;
        }
        closed = true;
        state = ConnectionState.CLOSED;
        return true;
    }
}
