package org.ducksoup.cluster.home;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.ducksoup.api.cluster.ServerRelay;
import org.ducksoup.cluster.lease.Identity;
import org.ducksoup.cluster.placement.ServerReport;

/** The other servers, as this one knows them at the moment. Thread-safe; no method blocks. */
public interface Neighbours {
    /** The newest report of a server that is connected; empty if it is not, or has not reported yet. */
    Optional<ServerReport> report(String server);

    /** The reports of all servers that are connected, this one's included. */
    Collection<ServerReport> reports();

    /** Asks all servers whether a life of a server is over. Completes with whether enough of them say so. */
    CompletionStage<Boolean> isOver(Identity lost);

    /** Until {@link #isOver} may say yes, as far as this server knows. */
    Duration remaining(Identity lost);

    /** This server has begun an interaction: the others should hear soon that it has less room. */
    void tellSoon();

    /** The way to a server that is connected. */
    ServerRelay relay(ServerReport to);

    /** Completes when no client is passed on to another server any more; at once if none is. */
    CompletionStage<Void> whenNobodyIsPassedOn();
}
