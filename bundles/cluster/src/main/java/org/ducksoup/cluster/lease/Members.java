package org.ducksoup.cluster.lease;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The servers that count. Immutable.
 *
 * @param configured all servers of the settings
 * @param forgotten those of them that an operator has declared off
 */
public record Members(Set<String> configured, Set<String> forgotten) {
    public Members {
        // In the same order at all times: what happens can be told from what came before.
        configured = Collections.unmodifiableSortedSet(new TreeSet<>(configured));
        forgotten = Collections.unmodifiableSortedSet(new TreeSet<>(forgotten));
    }

    public static Members of(Collection<String> configured) {
        return new Members(Set.copyOf(configured), Set.of());
    }

    /** How many of these servers count. */
    public int count(Collection<String> servers) {
        return (int) servers.stream().filter(this::counts).count();
    }

    private boolean counts(String server) {
        return configured.contains(server) && !forgotten.contains(server);
    }

    private int counted() {
        return count(configured);
    }

    /** With so many servers, new interactions may begin: there are no other servers that could be as many. */
    public int toBegin() {
        return counted() / 2 + 1;
    }

    /**
     * With so many servers, running interactions may go on: the others cannot be enough to begin them again. While a server is forgotten,
     * half of the rest is not enough for that: the others may count the forgotten one again before this server hears of it.
     */
    public int toContinue() {
        return counted() == configured.size() ? (counted() + 1) / 2 : toBegin();
    }

    public Members forgetting(String server) {
        Set<String> more = new HashSet<>(forgotten);
        more.add(server);
        return new Members(configured, more);
    }

    /** A server that was declared off is back. */
    public Members remembering(String server) {
        Set<String> less = new HashSet<>(forgotten);
        less.remove(server);
        return new Members(configured, less);
    }
}
