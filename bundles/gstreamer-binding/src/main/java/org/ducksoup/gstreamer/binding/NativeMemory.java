package org.ducksoup.gstreamer.binding;

import com.sun.jna.Function;

/** The C library's allocator. */
public final class NativeMemory {
    private static final int M_MMAP_THRESHOLD = -3;
    private static final int LARGE = 128 * 1024;

    private NativeMemory() {}

    /**
     * Returns large blocks, above all pictures, to the system when they are freed. By default glibc adapts to the first
     * large blocks and keeps later ones, in one arena for each thread that has carried a picture. That costs 0.5 MB for
     * every pipeline that ever ran.
     */
    public static void returnLargeBlocks() {
        try {
            Function.getFunction("c", "mallopt").invokeInt(new Object[] {M_MMAP_THRESHOLD, LARGE});
        } catch (UnsatisfiedLinkError e) {
            // This is another C library, which has no such setting.
        }
    }
}
