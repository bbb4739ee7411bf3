package org.ducksoup.webhooks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.ducksoup.parts.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that wait for one receiver. They are sent one after the other, in order. A message that fails is sent again,
 * with growing pauses, until it is too old; the others wait behind it. Nobody waits for a receiver: when too many messages
 * wait, the oldest ones are lost.
 *
 * <p>Thread-safe. Never blocks but in {@link #close}.
 */
final class Outbox {
    /** So many messages wait for a receiver. */
    static final int MAX_WAITING = 1000;

    /** A receiver that does not answer in this time has failed. */
    static final Duration MAX_ATTEMPT = Duration.ofSeconds(10);

    /** The pause after the first failure. It doubles with each further one. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    static final Duration MAX_PAUSE = Duration.ofMinutes(1);

    /** An older message is not sent again. */
    static final Duration MAX_AGE = Duration.ofHours(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(Outbox.class);

    private record Waiting(Delivery delivery, long sinceNanos) {}

    private final String receiver;
    private final Sender sender;
    private final Timer timer;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    // All of it guarded by this object.
    private long attempt;
    private boolean busy;
    private boolean closed;
    private Duration pause = FIRST_PAUSE;
    private Runnable stopWaiting = () -> {};
    private Runnable stopAttempt = () -> {};
    /** Messages that were lost in the outage; negative while the receiver takes everything. */
    private long lost = -1;

    /** @param receiver for the log: without anything that is secret */
    Outbox(String receiver, Sender sender, Timer timer) {
        this.receiver = receiver;
        this.sender = sender;
        this.timer = timer;
    }

    synchronized void add(Delivery delivery) {
        if (closed) {
            return;
        }
        waiting.add(new Waiting(delivery, timer.nanoTime()));
        if (waiting.size() > MAX_WAITING) {
            // The first one is on its way.
            Waiting first = waiting.removeFirst();
            waiting.removeFirst();
            waiting.addFirst(first);
            lose("too many messages wait for it");
        }
        next();
    }

    /** Messages that are not delivered yet. */
    synchronized int size() {
        return waiting.size();
    }

    private void next() {
        Waiting first = waiting.peekFirst();
        if (first == null || busy || closed) {
            return;
        }
        busy = true;
        long number = ++attempt;
        stopWaiting = timer.schedule(
                MAX_ATTEMPT,
                () -> end(
                        number,
                        first,
                        new Sender.Result(
                                Sender.Outcome.FAILED, "it did not answer within " + MAX_ATTEMPT.toSeconds() + " s")));
        stopAttempt = sender.send(first.delivery(), result -> end(number, first, result));
    }

    /** An attempt has ended. What comes later of the same attempt is ignored. */
    private synchronized void end(long number, Waiting message, Sender.Result result) {
        if (number != attempt || !busy || closed) {
            return;
        }
        attempt++; // what the end of the attempt brings about is no result
        stopWaiting.run();
        stopAttempt.run();
        switch (result.outcome()) {
            case ACCEPTED -> {
                waiting.remove(message);
                recover();
            }
            case REFUSED -> {
                if (waiting.remove(message)) {
                    lose(result.reason());
                }
            }
            case FAILED -> {
                retry(result.reason());
                return;
            }
        }
        busy = false;
        pause = FIRST_PAUSE;
        notifyAll();
        next();
    }

    private void retry(String reason) {
        report(reason);
        long now = timer.nanoTime();
        while (!waiting.isEmpty() && now - waiting.getFirst().sinceNanos() >= MAX_AGE.toNanos()) {
            waiting.removeFirst();
            lose(reason);
        }
        notifyAll();
        long number = ++attempt;
        stopWaiting = timer.schedule(pause, () -> resume(number));
        pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
    }

    private synchronized void resume(long number) {
        if (number == attempt) {
            busy = false;
            next();
        }
    }

    private void lose(String reason) {
        report(reason);
        lost++;
    }

    /** Says once in an outage that there is one. */
    private void report(String reason) {
        if (lost < 0) {
            lost = 0;
            LOGGER.warn(
                    "The receiver of webhooks at {} does not take what it is sent: {}. Each message is tried again for {} minutes,"
                            + " and {} wait at most.",
                    receiver,
                    reason,
                    MAX_AGE.toMinutes(),
                    MAX_WAITING);
        }
    }

    private void recover() {
        if (lost >= 0) {
            LOGGER.info("The receiver of webhooks at {} takes them again. {} messages were lost.", receiver, lost);
            lost = -1;
        }
    }

    /**
     * Ends all attempts. What waits is lost.
     *
     * @param grace waits so long for what a working receiver is being sent
     */
    synchronized void close(Duration grace) {
        long until = System.nanoTime() + grace.toNanos();
        try {
            while (lost < 0 && !waiting.isEmpty() && until - System.nanoTime() > 0) {
                wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed = true;
        stopWaiting.run();
        stopAttempt.run();
        if (!waiting.isEmpty()) {
            LOGGER.warn(
                    "{} messages for the receiver of webhooks at {} are lost: the server stops, or its settings change.",
                    waiting.size(),
                    receiver);
        }
        waiting.clear();
    }

    /** Whether there is an outage now, and what it has cost. */
    synchronized @Nullable Long lost() {
        return lost < 0 ? null : lost;
    }
}
