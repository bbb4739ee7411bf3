package org.ducksoup.cluster.member;

import java.time.Duration;
import java.util.List;

/**
 * What a member needs to know.
 *
 * @param cluster name of the cluster
 * @param secret that all members have
 * @param members addresses of all members, {@code host:port}
 * @param address of this one among them
 * @param lease how long a server keeps its interactions without a word from the others
 */
public record MemberSettings(String cluster, String secret, List<String> members, String address, Duration lease) {
    public MemberSettings {
        members = List.copyOf(members);
    }

    String host() {
        return address.substring(0, address.lastIndexOf(':'));
    }

    int port() {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /**
     * The name by which members know each other before they talk. Who does not have the secret does not know the name. It is not secret
     * for somebody who can read what servers say to each other.
     */
    String membershipName() {
        return cluster + "-" + new Seal(secret, "membership").signature(cluster).substring(0, 32);
    }
}
