package org.ducksoup.cluster.member;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.map.IMap;
import com.hazelcast.splitbrainprotection.HeartbeatAware;
import com.hazelcast.splitbrainprotection.SplitBrainProtection;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionFunction;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.ducksoup.cluster.home.HomeStore;
import org.ducksoup.parts.DaemonThreads;

/** This server as a member of Hazelcast, which keeps what all servers know. Thread-safe. */
public final class ClusterMember implements AutoCloseable {
    private static final int THREADS = 8;

    private final ExecutorService blocking =
            Executors.newFixedThreadPool(THREADS, DaemonThreads.numbered("ducksoup-cluster-store"));
    private final HazelcastInstance hazelcast;
    private final HomeStore homes;

    /**
     * Joins the others, or begins to wait for them. Takes seconds.
     *
     * @param majority whether these servers are enough to change what all know
     * @param onMerged called when two parts of the cluster have found each other again
     * @throws RuntimeException if the address cannot be had
     */
    public ClusterMember(MemberSettings settings, Predicate<Set<String>> majority, Runnable onMerged) {
        hazelcast = Hazelcast.newHazelcastInstance(HazelcastConfig.of(settings, new Majority(majority)));
        SplitBrainProtection protection =
                hazelcast.getSplitBrainProtectionService().getSplitBrainProtection(HazelcastConfig.MAJORITY);
        homes = new StoredHomes(
                hazelcast.getMap(HazelcastConfig.HOMES),
                new Seal(settings.secret(), "homes"),
                blocking,
                protection::hasMinimumSize);
        hazelcast.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.MERGED) {
                onMerged.run();
            }
        });
    }

    /** Hazelcast asks those that want to hear heartbeats once a second, and all others only when a member comes or goes. */
    private record Majority(Predicate<Set<String>> ofServers) implements SplitBrainProtectionFunction, HeartbeatAware {
        @Override
        public boolean apply(Collection<Member> members) {
            return ofServers.test(members.stream()
                    .map(member -> String.valueOf(member.getAttribute(HazelcastConfig.SERVER)))
                    .collect(Collectors.toSet()));
        }

        @Override
        public void onHeartbeat(Member member, long timestamp) {
            // How many are enough may change without anybody coming or going: an operator has forgotten one.
        }
    }

    /** The homes of all interactions. */
    public HomeStore homes() {
        return homes;
    }

    /** The map of lines that all servers share. */
    public IMap<String, String> lines() {
        return hazelcast.getMap(HazelcastConfig.LINES);
    }

    /** Leaves the others in order. Takes seconds. */
    @Override
    public void close() {
        hazelcast.shutdown();
        blocking.shutdownNow();
    }
}
