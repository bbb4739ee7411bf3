package org.ducksoup.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.ducksoup.api.cluster.ServerRelay;
import org.ducksoup.cluster.home.Neighbours;
import org.ducksoup.cluster.lease.Identity;
import org.ducksoup.cluster.placement.ServerReport;

/** Neighbours to which clients are passed on by the test itself. */
record WithoutRelays(Neighbours neighbours) implements Neighbours {
    @Override
    public Optional<ServerReport> report(String server) {
        return neighbours.report(server);
    }

    @Override
    public Collection<ServerReport> reports() {
        return neighbours.reports();
    }

    @Override
    public CompletionStage<Boolean> isOver(Identity lost) {
        return neighbours.isOver(lost);
    }

    @Override
    public Duration remaining(Identity lost) {
        return neighbours.remaining(lost);
    }

    @Override
    public void tellSoon() {
        neighbours.tellSoon();
    }

    @Override
    public CompletionStage<Void> whenNobodyIsPassedOn() {
        return neighbours.whenNobodyIsPassedOn();
    }

    @Override
    public ServerRelay relay(ServerReport to) {
        return (client, passes, firstFrames) -> {
            throw new AssertionError("the test passes clients on");
        };
    }
}
