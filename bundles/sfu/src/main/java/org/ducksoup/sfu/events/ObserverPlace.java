package org.ducksoup.sfu.events;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An observer's place in the stream of events: its queue, and while it is there its thread. When the observer goes, the
 * place waits for the next version of it.
 *
 * <p>When the queue is full, samples of bitrates are dropped. When it holds five times as much, every event is dropped:
 * the server's memory comes first. What clients write has a bound of its own, in characters. The observer hears how many
 * events of each run were dropped.
 */
final class ObserverPlace {
    private static final Logger LOGGER = LoggerFactory.getLogger(ObserverPlace.class);
    private static final int CAPACITY = 20_000;
    private static final int HARD_LIMIT = 5 * CAPACITY;
    /** At 16 KiB a second each, sixteen clients write so much in half a minute. */
    static final int MAX_CLIENT_CHARS = 8 << 20;

    /**
     * Samples wait so long for others, after events have been heard. A server of forty interactions would otherwise wake each
     * observer some hundred times a second.
     */
    private static final long DOZE_MILLIS = 100;

    private static final long CLOSE_TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(2);

    private final String name;
    private final ObserverHealth health;
    /** What happened before, for an observer that is new here. */
    private final Deque<InteractionEvent> earlier = new ArrayDeque<>();

    private final Deque<NumberedEvent> events = new ArrayDeque<>();
    private @Nullable Reader reader;
    private int clientChars;
    private long heard;
    private final EventLosses losses = new EventLosses();
    private long vacantSince;

    /**
     * @param name of the observer, the same for each version of it
     * @param heard number of the last event that is not for it
     */
    ObserverPlace(String name, long heard, LongSupplier nanoTime) {
        this.name = name;
        health = new ObserverHealth(name, nanoTime, LOGGER::warn);
        this.heard = heard;
    }

    String name() {
        return name;
    }

    synchronized void add(NumberedEvent numbered) {
        health.watch(events.size());
        InteractionEvent event = numbered.event();
        int chars = event.clientChars();
        if (events.size() >= (NumberedEvent.isSample(event) ? CAPACITY : HARD_LIMIT)
                || (chars > 0 && clientChars + chars > MAX_CLIENT_CHARS)) {
            losses.add(event.scope());
            return;
        }
        if (event instanceof InteractionEvent.InteractionDeleted) {
            tell(losses.take(event.scope()), numbered.number());
        }
        clientChars += chars;
        events.addLast(numbered);
        Reader there = reader;
        if (!NumberedEvent.isSample(event) || (there != null && there.asleep)) {
            notifyAll();
        }
    }

    private void tell(InteractionEvent.@Nullable EventsLost runsLoss, long number) {
        if (runsLoss != null) {
            LOGGER.warn(
                    "observer {} was too slow: {} events of {} were dropped",
                    name,
                    runsLoss.events(),
                    runsLoss.scope().key());
            events.addLast(new NumberedEvent(number, runsLoss));
        }
    }

    /** The number of the last event that the observer has got, or that nobody has to hear any more. */
    synchronized long heard() {
        return events.isEmpty() ? Long.MAX_VALUE : heard;
    }

    /** The number of the first event that the next observer gets. */
    synchronized long first() {
        NumberedEvent next = events.peekFirst();
        return next == null ? Long.MAX_VALUE : next.number();
    }

    synchronized boolean isVacant() {
        return reader == null;
    }

    synchronized boolean isVacantFor(long nanos, long nowNanos) {
        return reader == null && nowNanos - vacantSince > nanos;
    }

    synchronized boolean isOf(InteractionObserver observer) {
        Reader there = reader;
        return there != null && there.observer == observer;
    }

    /** @param before what happened in interactions that go on, and what the observer gets as earlier events */
    synchronized void take(InteractionObserver observer, List<NumberedEvent> before) {
        tellDropped("while its bundle was away");
        earlier.clear();
        before.forEach(event -> earlier.add(event.event()));
        Reader next = new Reader(observer);
        reader = next;
        next.start();
    }

    /** Lets the observer hear what is queued, for two seconds at most. The rest waits for the next one. */
    void leave(long nowNanos) {
        Reader leaving;
        synchronized (this) {
            leaving = reader;
            if (leaving == null) {
                return;
            }
            NumberedEvent last = events.peekLast();
            leaving.until = last == null ? 0 : last.number();
            tellDropped("it was too slow");
            notifyAll();
        }
        leaving.join();
        synchronized (this) {
            leaving.until = 0;
            reader = null;
            vacantSince = nowNanos;
        }
    }

    private void tellDropped(String cause) {
        long dropped = losses.takeSum();
        if (dropped > 0) {
            LOGGER.warn(
                    "{} events, most of them bitrate samples or lines of clients, were dropped for the observer {}: {}",
                    dropped,
                    name,
                    cause);
        }
    }

    /** Says that nobody has come for what waits here. */
    synchronized void giveUp() {
        LOGGER.info("the observer {} has not come back; {} events that waited for it are dropped", name, events.size());
        events.clear();
    }

    /** One observer at this place. */
    private final class Reader {
        private final InteractionObserver observer;
        private final Thread thread;
        /** The last event it gets. */
        private long until = Long.MAX_VALUE;
        /** Whether it waits for any event, and not only for one that is no sample. */
        private boolean asleep;

        Reader(InteractionObserver observer) {
            this.observer = observer;
            thread = new Thread(
                    this::run, "ducksoup-observer-" + observer.getClass().getSimpleName());
            thread.setDaemon(true);
        }

        void start() {
            thread.start();
        }

        void join() {
            try {
                thread.join(CLOSE_TIMEOUT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void run() {
            while (true) {
                InteractionEvent past = nextEarlier();
                InteractionEvent event = past == null ? next() : past;
                if (event == null) {
                    return;
                }
                health.begins(event);
                try {
                    if (past == null) {
                        observer.onEvent(event);
                    } else {
                        observer.onEarlierEvent(event);
                    }
                } catch (RuntimeException | Error e) {
                    // Errors too: a class that is missing after an update must not stop this observer for good.
                    health.failed(event, e);
                } finally {
                    health.ends();
                }
            }
        }

        private @Nullable InteractionEvent nextEarlier() {
            synchronized (ObserverPlace.this) {
                return until == 0 ? null : earlier.pollFirst();
            }
        }

        private @Nullable InteractionEvent next() {
            synchronized (ObserverPlace.this) {
                if (events.isEmpty() && until != 0) {
                    losses.takeAll().forEach(lost -> tell(lost, heard));
                }
                long limit = DOZE_MILLIS;
                while (events.isEmpty() && until == Long.MAX_VALUE) {
                    try {
                        ObserverPlace.this.wait(limit);
                    } catch (InterruptedException e) {
                        return null;
                    }
                    asleep = events.isEmpty();
                    limit = 0;
                }
                asleep = false;
                NumberedEvent event = events.peekFirst();
                if (event == null || event.number() > until) {
                    return null;
                }
                events.removeFirst();
                heard = event.number();
                clientChars -= event.event().clientChars();
                return event.event();
            }
        }
    }
}
