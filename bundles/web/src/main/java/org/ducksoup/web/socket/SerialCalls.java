package org.ducksoup.web.socket;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Runs calls one after the other in the order they came, each in the thread of some caller. A call made within a call,
 * or while another thread is in one, is run by whoever is in it.
 */
final class SerialCalls {
    private final Queue<Runnable> waiting = new ArrayDeque<>(2);
    private boolean running;

    void run(Runnable call) {
        synchronized (this) {
            waiting.add(call);
            if (running) {
                return;
            }
            running = true;
        }
        while (true) {
            Runnable next;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    running = false;
                    return;
                }
            }
            next.run();
        }
    }
}
