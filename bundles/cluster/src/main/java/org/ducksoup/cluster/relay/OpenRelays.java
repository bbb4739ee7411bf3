package org.ducksoup.cluster.relay;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Counts the clients that this server passes on: who stops it waits for them. Thread-safe. */
public final class OpenRelays {
    private int count;
    private CompletableFuture<Void> none = CompletableFuture.completedFuture(null);

    synchronized void opened() {
        if (count++ == 0) {
            none = new CompletableFuture<>();
        }
    }

    void ended() {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            waiting = none;
            if (--count > 0) {
                return;
            }
        }
        waiting.complete(null);
    }

    public synchronized int count() {
        return count;
    }

    /** Completes when there is none; at once if there is none now. Others may come after that. */
    public synchronized CompletionStage<Void> whenNone() {
        return none.minimalCompletionStage();
    }
}
