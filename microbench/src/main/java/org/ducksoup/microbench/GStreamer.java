package org.ducksoup.microbench;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** GStreamer's library, if it is installed. */
final class GStreamer {
    private GStreamer() {}

    static boolean isInstalled() {
        try {
            library();
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    /** Idempotent. It is never stopped. */
    static void start() {
        // GStreamer would catch the signals that the JVM itself uses.
        library().getFunction("gst_segtrap_set_enabled").invokeVoid(new Object[] {0});
        library().getFunction("gst_init").invokeVoid(new Object[] {Pointer.NULL, Pointer.NULL});
    }

    private static NativeLibrary library() {
        return NativeLibrary.getInstance("gstreamer-1.0");
    }
}
