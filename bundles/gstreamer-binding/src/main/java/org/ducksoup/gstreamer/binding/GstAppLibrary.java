package org.ducksoup.gstreamer.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** {@code libgstapp-1.0}. */
public final class GstAppLibrary {
    public static final int FLOW_OK = 0;

    static {
        Native.register(GstAppLibrary.class, NativeLibrary.getInstance("gstapp-1.0"));
    }

    private GstAppLibrary() {}

    /** Takes over the buffer's reference, also if it fails. */
    public static native int gst_app_src_push_buffer(long source, long buffer);

    public static native int gst_app_src_end_of_stream(long source);

    public static native long gst_app_src_get_current_level_buffers(long source);
}
