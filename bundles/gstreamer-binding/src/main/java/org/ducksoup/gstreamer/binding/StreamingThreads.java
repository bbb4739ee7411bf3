package org.ducksoup.gstreamer.binding;

import com.sun.jna.Callback;
import com.sun.jna.CallbackThreadInitializer;
import com.sun.jna.Native;

/** Attaches GStreamer's threads to the JVM at their first call, under a name of this bundle, until they end. */
public final class StreamingThreads {
    private static final CallbackThreadInitializer STAY =
            new CallbackThreadInitializer(true, false, "ducksoup-pipeline-stream");

    private StreamingThreads() {}

    public static GstLibrary.PadProbe attached(GstLibrary.PadProbe probe) {
        return attach(probe);
    }

    public static GstLibrary.BusHandler attachedBus(GstLibrary.BusHandler handler) {
        return attach(handler);
    }

    /**
     * Makes GLib end threads that have nothing to do, instead of handing them to other pools: they would keep the nice value
     * of {@link PictureTasks}.
     */
    public static void endWhenIdle() {
        GLibLibrary.g_thread_pool_set_max_unused_threads(0);
    }

    private static <T extends Callback> T attach(T callback) {
        Native.setCallbackThreadInitializer(callback, STAY);
        return callback;
    }
}
