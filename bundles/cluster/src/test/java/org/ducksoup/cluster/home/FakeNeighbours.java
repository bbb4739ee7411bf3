package org.ducksoup.cluster.home;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.api.cluster.ServerRelay;
import org.ducksoup.cluster.lease.Identity;
import org.ducksoup.cluster.placement.ServerReport;

/** Servers as a test wants them. */
final class FakeNeighbours implements Neighbours {
    final Map<String, ServerReport> reports = new HashMap<>();
    final Set<Identity> over = new HashSet<>();
    final List<Identity> asked = new ArrayList<>();
    int told;

    void there(Identity server, int participants) {
        reports.put(
                server.server(),
                new ServerReport(
                        server,
                        "1",
                        "https://" + server.server(),
                        true,
                        false,
                        false,
                        new ServerLoad(0, participants, 100, 0, 100, 0, 100, 0, 100),
                        -1,
                        -1,
                        0));
    }

    @Override
    public Optional<ServerReport> report(String server) {
        return Optional.ofNullable(reports.get(server));
    }

    @Override
    public Collection<ServerReport> reports() {
        return List.copyOf(reports.values());
    }

    @Override
    public CompletionStage<Boolean> isOver(Identity lost) {
        asked.add(lost);
        return CompletableFuture.completedFuture(over.contains(lost));
    }

    @Override
    public Duration remaining(Identity lost) {
        return Duration.ofMillis(2500);
    }

    @Override
    public void tellSoon() {
        told++;
    }

    @Override
    public CompletionStage<Void> whenNobodyIsPassedOn() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public ServerRelay relay(ServerReport to) {
        return (client, passes, firstFrames) -> {
            throw new AssertionError("no frames here");
        };
    }
}
