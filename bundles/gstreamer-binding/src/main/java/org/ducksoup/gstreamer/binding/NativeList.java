package org.ducksoup.gstreamer.binding;

import com.sun.jna.Pointer;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A {@code GList}: each link has its data first, then the next link. */
public final class NativeList {
    private static final long NEXT = 8;

    private NativeList() {}

    /** Gives the address of each entry's data. The caller frees the list. */
    public static void forEach(@Nullable Pointer list, LongConsumer task) {
        for (Pointer link = list; link != null; link = link.getPointer(NEXT)) {
            task.accept(Pointer.nativeValue(Objects.requireNonNull(link.getPointer(0))));
        }
    }
}
