package org.ducksoup.gstreamer.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** {@code libgstvideo-1.0}. */
public final class GstVideoLibrary {
    static {
        Native.register(GstVideoLibrary.class, NativeLibrary.getInstance("gstvideo-1.0"));
    }

    private GstVideoLibrary() {}

    public static native long gst_video_event_new_upstream_force_key_unit(long runningTime, int allHeaders, int count);

    public static native int gst_video_event_is_force_key_unit(long event);
}
