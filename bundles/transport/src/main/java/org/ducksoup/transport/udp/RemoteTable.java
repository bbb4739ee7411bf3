package org.ducksoup.transport.udp;

import org.jspecify.annotations.Nullable;

/**
 * Remote addresses by their bytes. Looking up allocates nothing, because it is done for each datagram; changes copy the
 * table, and are rare. Any thread.
 */
final class RemoteTable {
    private static final int SMALLEST = 16;

    private volatile @Nullable Remote[] slots = new Remote[SMALLEST];
    private int count;

    /** Replaces an entry of the same address. */
    synchronized void put(Remote remote) {
        remove(remote.place, remote.high, remote.low);
        @Nullable Remote[] before = slots;
        @Nullable Remote[] after = new Remote[(count + 1) * 2 > before.length ? before.length * 2 : before.length];
        copy(before, after, null);
        insert(after, remote);
        count++;
        slots = after;
    }

    synchronized void remove(Remote remote) {
        if (find(remote.place, remote.high, remote.low) == remote) {
            remove(remote.place, remote.high, remote.low);
        }
    }

    private void remove(long place, long high, long low) {
        Remote found = find(place, high, low);
        if (found != null) {
            @Nullable Remote[] after = new Remote[slots.length];
            copy(slots, after, found);
            count--;
            slots = after;
        }
    }

    private static void copy(@Nullable Remote[] from, @Nullable Remote[] to, @Nullable Remote without) {
        for (Remote remote : from) {
            if (remote != null && remote != without) {
                insert(to, remote);
            }
        }
    }

    private static void insert(@Nullable Remote[] into, Remote remote) {
        int at = Remote.hash(remote.place, remote.high, remote.low) & (into.length - 1);
        while (into[at] != null) {
            at = (at + 1) & (into.length - 1);
        }
        into[at] = remote;
    }

    @Nullable
    Remote find(long place, long high, long low) {
        @Nullable Remote[] current = slots;
        int at = Remote.hash(place, high, low) & (current.length - 1);
        for (Remote remote = current[at]; remote != null; remote = current[at]) {
            if (remote.place == place && remote.low == low && remote.high == high) {
                return remote;
            }
            at = (at + 1) & (current.length - 1);
        }
        return null;
    }
}
