package org.ducksoup.gstreamer.binding;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The Java objects that native callbacks belong to. Native code keeps a number as its user data, never a Java object. A
 * number whose target was removed has no target any more, even if its place has been taken by another one. Thread-safe.
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

    /**
     * Finds a target without a lock and without garbage. A number without a target is counted, because native code
     * should not use it any more.
     */
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

    /** The number of callbacks without a target since the process began. */
    public static long misses() {
        return MISSES.sum();
    }

    private record Entry<T>(long key, T target) {}
}
