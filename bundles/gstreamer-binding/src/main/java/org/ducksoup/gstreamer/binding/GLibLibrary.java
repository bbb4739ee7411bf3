package org.ducksoup.gstreamer.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** {@code libglib-2.0}. */
public final class GLibLibrary {
    static {
        Native.register(GLibLibrary.class, NativeLibrary.getInstance("glib-2.0"));
    }

    private GLibLibrary() {}

    public static native void g_strfreev(Pointer texts);

    public static native void g_free(Pointer memory);

    public static native void g_error_free(Pointer error);

    /** How many threads of GLib's pools may wait for other work, in the whole process. */
    public static native void g_thread_pool_set_max_unused_threads(int max);
}
