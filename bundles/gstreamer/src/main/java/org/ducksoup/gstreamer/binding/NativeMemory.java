package org.ducksoup.gstreamer.binding;

import com.sun.jna.Function;

/** The C library's allocator. */
public final class NativeMemory {
    private static final int M_MMAP_THRESHOLD = -3;
    private static final int LARGE = 128 * 1024;

    private NativeMemory() {}

    /**
     * Gives large blocks, pictures above all, back to the system when they are freed. Left alone, glibc learns from the first
     * ones to keep them, in an arena for each thread that ever carried a picture: 0.5 MB for every pipeline there has been.
     */
    public static void returnLargeBlocks() {
        try {
            Function.getFunction("c", "mallopt").invokeInt(new Object[] {M_MMAP_THRESHOLD, LARGE});
        } catch (UnsatisfiedLinkError e) {
            // Another C library, with habits of its own.
        }
    }
}
