package org.ducksoup.api.cluster;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A server of the cluster as this one sees it.
 *
 * @param name its name: the address of its membership port, {@code host:port}
 * @param url where participants and other servers reach it; null while it was never heard
 * @param state what it is doing
 * @param here whether it is this server
 * @param version of its distribution; null while it was never heard
 * @param load null while it was never heard
 * @param processorShare of all its processors that are busy, 0 to 1; negative if that is not known
 * @param freeBytes for recordings; negative if that is not known
 * @param passedOn participants of interactions on other servers whose sockets this server has: it should not be stopped before they are
 *     gone
 * @param heard how long ago it was heard; null if never
 */
public record ClusterNode(
        String name,
        @Nullable String url,
        State state,
        boolean here,
        @Nullable String version,
        @Nullable ServerLoad load,
        double processorShare,
        long freeBytes,
        int passedOn,
        @Nullable Duration heard) {

    public enum State {
        /** It begins new interactions. */
        SERVING,
        /** It has no room for another participant with effects. */
        FULL,
        /** It begins no new interactions, and those that run go on. */
        DRAINING,
        /** It is connected and does not serve yet, or not any more. */
        STARTING,
        /** It was not heard for longer than its lease. */
        UNREACHABLE,
        /** An operator has said that it is off. */
        FORGOTTEN;

        /** The spelling in tables and in JSON: {@code serving}. */
        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
