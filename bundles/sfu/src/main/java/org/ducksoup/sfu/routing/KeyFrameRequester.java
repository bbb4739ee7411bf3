package org.ducksoup.sfu.routing;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.ducksoup.parts.Timer;

/**
 * Asks one source for key frames, but not too often. A request that comes too soon is not lost: it is made when the
 * interval is over. On the interaction's thread.
 */
final class KeyFrameRequester {
    /** At most one request in this time, or in a round trip: a key frame costs as much as ten others. */
    static final Duration INTERVAL = Duration.ofMillis(300);

    /** The interval never gets longer, however slow the network is. */
    private static final Duration MAX_INTERVAL = Duration.ofSeconds(2);

    /**
     * Hears of each request that is made. Of the requests that are put off until the next one is made, it hears the
     * first of each cause.
     */
    interface Listener {
        void onSent(KeyFrameCause cause);

        void onSkipped(KeyFrameCause cause);
    }

    private final Runnable source;
    private final Supplier<Duration> roundTrip;
    private final Timer timer;
    private final Listener listener;
    private boolean asked;
    private long earliest;
    private boolean trailing;
    /** Causes of requests that were put off since the last one was made. */
    private final Set<KeyFrameCause> skipped = new HashSet<>();

    /**
     * @param source asks for a key frame, each time it is run
     * @param roundTrip to the source and back; a key frame cannot arrive sooner
     */
    KeyFrameRequester(Runnable source, Supplier<Duration> roundTrip, Timer timer, Listener listener) {
        this.source = source;
        this.roundTrip = roundTrip;
        this.timer = timer;
        this.listener = listener;
    }

    /**
     * Asks now, or as soon as the interval allows.
     *
     * @param onThread runs the request that was put off on the interaction's thread
     */
    void request(KeyFrameCause cause, java.util.concurrent.Executor onThread) {
        long now = timer.nanoTime();
        long wait = earliest - now;
        if (!asked || wait <= 0) {
            asked = true;
            earliest = now + interval().toNanos();
            skipped.clear();
            source.run();
            listener.onSent(cause);
            return;
        }
        if (skipped.add(cause)) {
            listener.onSkipped(cause);
        }
        if (!trailing) {
            trailing = true;
            timer.schedule(
                    Duration.ofNanos(wait),
                    () -> onThread.execute(() -> {
                        trailing = false;
                        request(cause, onThread);
                    }));
        }
    }

    private Duration interval() {
        Duration measured = roundTrip.get();
        Duration longer = measured.compareTo(INTERVAL) > 0 ? measured : INTERVAL;
        return longer.compareTo(MAX_INTERVAL) > 0 ? MAX_INTERVAL : longer;
    }
}
