package org.ducksoup.web.socket;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Runs calls one by one in the order of their arrival, each in the thread of some caller. A call that is made within a
 * call, or while another thread runs one, is run by the thread that is already running calls.
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
