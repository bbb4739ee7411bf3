package org.ducksoup.gstreamer.binding;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the user data of a native callback stands for. Native code keeps a number, never a Java object; a number that has
 * been given back stands for nothing, also after its place is taken by another. Thread-safe.
 */
public final class CallbackTargets<T> {
    private static final LongAdder MISSES = new LongAdder();

    private volatile AtomicReferenceArray<@Nullable Entry<T>> entries = new AtomicReferenceArray<>(16);
    private int additions;

    public synchronized long add(T target) {
        int place = 0;
        while (place < entries.length() && entries.get(place) != null) {
            place++;
        }
        if (place == entries.length()) {
            AtomicReferenceArray<@Nullable Entry<T>> more = new AtomicReferenceArray<>(place * 2);
            for (int i = 0; i < place; i++) {
                more.set(i, entries.get(i));
            }
            entries = more;
        }
        long key = ((long) ++additions << 32) | place;
        entries.set(place, new Entry<>(key, target));
        return key;
    }

    public synchronized void remove(long key) {
        if (at(key) != null) {
            entries.set((int) key, null);
        }
    }

    /** Without lock and garbage. What is not there is counted: native code should not call for it any more. */
    public @Nullable T find(long key) {
        T target = at(key);
        if (target == null) {
            MISSES.increment();
        }
        return target;
    }

    private @Nullable T at(long key) {
        Entry<T> entry = entries.get((int) key);
        return entry != null && entry.key() == key ? entry.target() : null;
    }

    /** Calls for what is not there, of all kinds, since the process began. */
    public static long misses() {
        return MISSES.sum();
    }

    private record Entry<T>(long key, T target) {}
}
