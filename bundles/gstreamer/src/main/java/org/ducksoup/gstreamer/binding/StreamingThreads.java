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

    private static <T extends Callback> T attach(T callback) {
        Native.setCallbackThreadInitializer(callback, STAY);
        return callback;
    }
}
