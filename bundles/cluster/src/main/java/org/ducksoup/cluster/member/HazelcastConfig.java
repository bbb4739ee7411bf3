package org.ducksoup.cluster.member;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionFunction;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;

/** A member's configuration. Times follow from the lease; everything that a member does not need is off. */
final class HazelcastConfig {
    static final String HOMES = "homes";
    static final String LINES = "lines";
    /** The attribute with a server's name: its address as the settings have it. */
    static final String SERVER = "server";

    /** The protection of the maps: only parts of a cluster that are large enough use them. */
    static final String MAJORITY = "majority";

    /** The most that Hazelcast has. */
    private static final int MAX_BACKUPS = 6;

    private HazelcastConfig() {}

    /** @param majority whether as many members as these may change what all know */
    static Config of(MemberSettings settings, SplitBrainProtectionFunction majority) {
        Config config = new Config();
        config.setClusterName(settings.membershipName());
        config.setInstanceName("ducksoup-" + settings.address());
        config.setClassLoader(HazelcastInstance.class.getClassLoader());
        config.getMemberAttributeConfig().setAttribute(SERVER, settings.address());
        properties(config, settings);
        network(config.getAdvancedNetworkConfig(), settings);
        config.getJetConfig().setEnabled(false);
        config.getMetricsConfig().setEnabled(false);
        config.addSplitBrainProtectionConfig(new SplitBrainProtectionConfig(MAJORITY, true)
                .setFunctionImplementation(majority)
                .setProtectOn(SplitBrainProtectionOn.READ_WRITE));
        config.addMapConfig(map(HOMES, settings));
        config.addMapConfig(map(LINES, settings));
        return config;
    }

    private static MapConfig map(String name, MemberSettings settings) {
        return new MapConfig(name)
                // A copy on each server, so that no change is known to a few of them alone.
                .setBackupCount(Math.min(MAX_BACKUPS, settings.members().size() - 1))
                .setSplitBrainProtectionName(MAJORITY)
                // What the smaller part of a cluster says is old: it could not change anything.
                .setMergePolicyConfig(new MergePolicyConfig(DiscardMergePolicy.class.getName(), 100));
    }

    private static void properties(Config config, MemberSettings settings) {
        long lease = settings.lease().toSeconds();
        config.setProperty("hazelcast.logging.type", "jdk")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.socket.server.bind.any", "false")
                // A server that is silent is given up a second before its lease is over, so that others can take over
                // at once then.
                .setProperty("hazelcast.heartbeat.interval.seconds", "1")
                .setProperty("hazelcast.max.no.heartbeat.seconds", Long.toString(Math.max(2, lease - 1)))
                .setProperty("hazelcast.member.list.publish.interval.seconds", "5")
                .setProperty("hazelcast.merge.first.run.delay.seconds", "2")
                .setProperty("hazelcast.merge.next.run.delay.seconds", "2")
                .setProperty("hazelcast.max.join.seconds", "15")
                .setProperty("hazelcast.wait.seconds.before.join", "1")
                .setProperty("hazelcast.max.wait.seconds.before.join", "5")
                .setProperty("hazelcast.graceful.shutdown.max.wait", "5")
                .setProperty("hazelcast.operation.call.timeout.millis", "5000")
                .setProperty("hazelcast.operation.backup.timeout.millis", "2000")
                // A change that may be known to this server alone counts for nothing.
                .setProperty("hazelcast.operation.fail.on.indeterminate.state", "true")
                // There is little to know: few partitions are enough for it.
                .setProperty("hazelcast.partition.count", "71");
    }

    /**
     * A port for members alone. A port for everything, which is Hazelcast's default, has an encoder that asks itself all the time whether
     * the other side has answered: while a server stood still, each of the others burned a core, and those that shared the thread lost each
     * other's heartbeats (hazelcast/hazelcast#26473).
     */
    private static void network(AdvancedNetworkConfig network, MemberSettings settings) {
        ServerSocketEndpointConfig endpoint = new ServerSocketEndpointConfig();
        endpoint.setPort(settings.port()).setPortAutoIncrement(false).setPublicAddress(settings.address());
        endpoint.getInterfaces().setEnabled(true).addInterface(HostAddress.of(settings.host()));
        network.setEnabled(true).setMemberEndpointConfig(endpoint);
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2);
        settings.members().forEach(join.getTcpIpConfig()::addMember);
    }
}
