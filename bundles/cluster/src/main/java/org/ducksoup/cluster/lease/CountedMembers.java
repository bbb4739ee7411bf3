package org.ducksoup.cluster.lease;

import java.util.function.UnaryOperator;

/** The servers that count at the moment. Thread-safe. */
public final class CountedMembers {
    private volatile Members now;

    public CountedMembers(Members configured) {
        now = configured;
    }

    public Members now() {
        return now;
    }

    public synchronized void change(UnaryOperator<Members> change) {
        now = change.apply(now);
    }
}
