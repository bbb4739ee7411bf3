package org.ducksoup.cluster.placement;

import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.cluster.lease.Identity;

/**
 * What a server tells the others of itself, with each question for a lease.
 *
 * @param identity who it is
 * @param version of its distribution
 * @param url where participants and other servers reach it
 * @param serving whether it has a lease with which it may begin interactions, and reaches the map of all homes
 * @param draining whether its operator lets it begin no new interactions
 * @param full whether it has no room for another participant with effects
 * @param load how much of it is in use
 * @param processorShare of all its processors that are busy, 0 to 1; negative if that is not known
 * @param freeBytes for recordings; negative if that is not known
 * @param passedOn clients of interactions on other servers, whose sockets this one has
 */
public record ServerReport(
        Identity identity,
        String version,
        String url,
        boolean serving,
        boolean draining,
        boolean full,
        ServerLoad load,
        double processorShare,
        long freeBytes,
        int passedOn) {
    public String server() {
        return identity.server();
    }
}
