package org.ducksoup.bench.server;

import org.ducksoup.bench.load.Caller;
import org.ducksoup.bench.load.Seat;
import org.ducksoup.bench.load.ServerCost;
import org.jspecify.annotations.Nullable;

/** A server under load. */
public interface MeasuredServer extends AutoCloseable {
    /** As it stands in reports. */
    String name();

    /** Sends a join at once, and returns. */
    Caller join(Seat seat);

    /** What its process uses; null if it is not on this machine. */
    @Nullable
    ServerCost cost();

    @Override
    void close();
}
