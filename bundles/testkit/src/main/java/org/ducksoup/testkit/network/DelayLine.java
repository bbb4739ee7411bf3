package org.ducksoup.testkit.network;

import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Runs tasks at their times, in order, on one thread. */
final class DelayLine implements AutoCloseable {
    private record Due(long atNanos, long order, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            // Differences are compared, because the clock may overflow.
            int byTime = Long.signum(atNanos - other.atNanos);
            return byTime == 0 ? Long.compare(order, other.order) : byTime;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private long count;
    private boolean closed;

    DelayLine(String name) {
        Thread thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    void at(long nanos, Runnable task) {
        lock.lock();
        try {
            queue.add(new Due(nanos, count++, task));
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            Runnable task;
            lock.lock();
            try {
                Due first = queue.peek();
                if (closed) {
                    return;
                }
                long wait = first == null ? Long.MAX_VALUE : first.atNanos() - System.nanoTime();
                if (wait > 0) {
                    var unused = changed.awaitNanos(wait);
                    continue;
                }
                queue.remove();
                task = java.util.Objects.requireNonNull(first).task();
            } catch (InterruptedException e) {
                return;
            } finally {
                lock.unlock();
            }
            task.run();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
