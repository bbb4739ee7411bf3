package org.ducksoup.sfu.events;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.api.interaction.RunKey;
import org.ducksoup.parts.DaemonThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One observer, its queue and its thread. When the queue is full, samples of bitrates are dropped. When it holds five
 * times as much, every event is dropped: the server's memory comes first. What clients write has a bound of its own, in
 * characters. The observer hears how many events of each run were dropped.
 */
final class ObserverQueue {
    private static final Logger LOGGER = LoggerFactory.getLogger(ObserverQueue.class);
    private static final int CAPACITY = 20_000;
    private static final int HARD_LIMIT = 5 * CAPACITY;
    /** At 16 KiB a second each, sixteen clients write so much in half a minute. */
    static final int MAX_CLIENT_CHARS = 8 << 20;

    /** Of so many runs the observer hears what was dropped. The server's own log has the sum. */
    private static final int MAX_RUNS = 1_000;

    private static final long CLOSE_TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(2);

    private final InteractionObserver observer;
    private final Deque<InteractionEvent> events = new ArrayDeque<>();
    private final Thread thread;
    private int clientChars;
    private boolean closed;
    private long dropped;
    private final Map<RunKey, InteractionEvent.EventsLost> lost = new LinkedHashMap<>();

    ObserverQueue(InteractionObserver observer) {
        this.observer = observer;
        thread = DaemonThreads.start("ducksoup-observer-" + observer.getClass().getSimpleName(), this::run);
    }

    InteractionObserver observer() {
        return observer;
    }

    synchronized void add(InteractionEvent event) {
        int chars = event.clientChars();
        if (events.size() >= (isSample(event) ? CAPACITY : HARD_LIMIT)
                || (chars > 0 && clientChars + chars > MAX_CLIENT_CHARS)) {
            drop(event.scope());
            return;
        }
        if (event instanceof InteractionEvent.InteractionDeleted) {
            tell(lost.remove(RunKey.of(event.scope())));
        }
        clientChars += chars;
        events.addLast(event);
        notifyAll();
    }

    private void drop(InteractionEvent.Scope scope) {
        dropped++;
        RunKey run = RunKey.of(scope);
        InteractionEvent.EventsLost before = lost.get(run);
        if (before != null || lost.size() < MAX_RUNS) {
            lost.put(run, new InteractionEvent.EventsLost(wholeRun(scope), before == null ? 1 : before.events() + 1));
        }
    }

    private static InteractionEvent.Scope wholeRun(InteractionEvent.Scope scope) {
        return new InteractionEvent.Scope(scope.at(), scope.key(), null, scope.createdAt(), scope.startedAt());
    }

    private void tell(InteractionEvent.@Nullable EventsLost runsLoss) {
        if (runsLoss != null) {
            LOGGER.warn(
                    "observer {} was too slow: {} events of {} were dropped",
                    observer.getClass().getName(),
                    runsLoss.events(),
                    runsLoss.scope().key());
            events.addLast(runsLoss);
        }
    }

    private void tellOfAllRuns() {
        lost.values().forEach(this::tell);
        lost.clear();
    }

    private static boolean isSample(InteractionEvent event) {
        return event instanceof InteractionEvent.InboundBitrate
                || event instanceof InteractionEvent.OutboundBitrate
                || event instanceof InteractionEvent.InboundReport
                || event instanceof InteractionEvent.TransportFeedbackReceived;
    }

    private void run() {
        for (InteractionEvent event = take(); event != null; event = take()) {
            try {
                observer.onEvent(event);
            } catch (RuntimeException | Error e) {
                // Errors too: a class that is missing after an update must not stop this observer for good.
                LOGGER.warn("observer {} failed at {}", observer.getClass().getName(), event, e);
            }
        }
    }

    private synchronized @Nullable InteractionEvent take() {
        if (events.isEmpty()) {
            tellOfAllRuns();
        }
        while (events.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                return null;
            }
        }
        InteractionEvent event = events.pollFirst();
        clientChars -= event == null ? 0 : event.clientChars();
        return event;
    }

    /** Lets the observer hear what is queued, for two seconds at most. */
    void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
            if (dropped > 0) {
                LOGGER.warn(
                        "{} events, most of them bitrate samples or lines of clients, were dropped: observer {} was too slow",
                        dropped,
                        observer.getClass().getName());
            }
        }
        try {
            thread.join(CLOSE_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
