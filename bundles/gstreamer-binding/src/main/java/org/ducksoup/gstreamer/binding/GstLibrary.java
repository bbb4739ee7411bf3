package org.ducksoup.gstreamer.binding;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * {@code libgstreamer-1.0}, mapped directly: a call costs a fraction of a microsecond and makes no garbage. Pointers
 * are plain numbers. The caller of {@code new}, {@code create}, {@code get} or {@code find} owns a reference to the
 * result.
 */
public final class GstLibrary {
    public static final int STATE_NULL = 1;
    public static final int STATE_PLAYING = 4;
    public static final int STATE_CHANGE_FAILURE = 0;

    public static final int MESSAGE_EOS = 1;
    public static final int MESSAGE_ERROR = 1 << 1;
    public static final int MESSAGE_STREAM_STATUS = 1 << 13;
    public static final int BUS_DROP = 0;

    /** GST_STREAM_STATUS_TYPE_CREATE: a task was made, and has no thread yet. */
    public static final int STREAM_STATUS_CREATE = 0;

    /** GST_STREAM_STATUS_TYPE_ENTER: the thread that posts the message begins to stream. */
    public static final int STREAM_STATUS_ENTER = 1;

    public static final int PROBE_BUFFER = 1 << 4;
    public static final int PROBE_BUFFER_LIST = 1 << 5;
    public static final int PROBE_EVENT_DOWNSTREAM = 1 << 6;
    public static final int PROBE_EVENT_UPSTREAM = 1 << 7;
    public static final int PROBE_QUERY_DOWNSTREAM = 1 << 8;
    public static final int PROBE_DROP = 0;
    public static final int PROBE_OK = 1;

    /** GST_EVENT_CAPS. */
    public static final int EVENT_CAPS = 50 << 8 | 1 << 1 | 1 << 2 | 1 << 3;

    public static final int BUFFER_FLAG_DISCONT = 1 << 6;

    /** GST_DEBUG_GRAPH_SHOW_ALL: media types, caps, properties that are not the default, and states. */
    public static final int GRAPH_DETAILS = 15;

    public static final long CLOCK_TIME_NONE = -1;

    static {
        Native.register(GstLibrary.class, NativeLibrary.getInstance("gstreamer-1.0"));
    }

    private GstLibrary() {}

    /** Called on the thread that pushes through the pad. */
    public interface PadProbe extends Callback {
        int invoke(long pad, long probeInfo, long userData);
    }

    /**
     * Called on the thread that posts. {@link #BUS_DROP} means that the handler has taken over the message's reference.
     */
    public interface BusHandler extends Callback {
        int invoke(long bus, long message, long userData);
    }

    public static native long gst_element_factory_find(String name);

    public static native long gst_plugin_feature_load(long feature);

    public static native long gst_element_factory_get_element_type(long factory);

    public static native long gst_element_factory_make(String factory, @Nullable String name);

    /** The caller does not own the result. */
    public static native long gst_element_get_factory(long element);

    public static native long gst_pipeline_new(String name);

    public static native long gst_parse_launch(String text, Pointer error);

    /** Returns a bin whose pads {@code sink} and {@code src} are the open ends of the text. */
    public static native long gst_parse_bin_from_description(String text, int ghostPads, Pointer error);

    public static native void gst_pipeline_use_clock(long pipeline, long clock);

    public static native long gst_system_clock_obtain();

    public static native long gst_clock_get_time(long clock);

    public static native void gst_element_set_base_time(long element, long time);

    public static native void gst_element_set_start_time(long element, long time);

    public static native int gst_bin_add(long bin, long element);

    public static native long gst_bin_get_by_name(long bin, String name);

    /** Null as a pad's name means any pad that fits. */
    public static native int gst_element_link_pads(
            long source, @Nullable String sourcePad, long sink, @Nullable String sinkPad);

    public static native int gst_element_set_state(long element, int state);

    /**
     * The caller frees the result by {@link GLibLibrary#g_free}.
     *
     * @param details {@link #GRAPH_DETAILS}
     */
    public static native @Nullable Pointer gst_debug_bin_to_dot_data(long bin, int details);

    public static native int gst_element_send_event(long element, long event);

    public static native long gst_element_get_static_pad(long element, String name);

    public static native long gst_element_get_bus(long element);

    public static native long gst_pad_add_probe(long pad, int mask, PadProbe probe, long userData, long notify);

    public static native void gst_bus_set_sync_handler(
            long bus, @Nullable BusHandler handler, long userData, long notify);

    public static native long gst_bus_timed_pop_filtered(long bus, long timeout, int types);

    public static native void gst_message_parse_error(long message, Pointer error, Pointer debug);

    public static native void gst_message_parse_stream_status(long message, Pointer type, Pointer owner);

    /** A GValue that holds the GstTask. The message keeps owning both. */
    public static native long gst_message_get_stream_status_object(long message);

    public static native long gst_task_pool_new();

    public static native void gst_task_pool_prepare(long pool, @Nullable Pointer error);

    /** The task takes a reference to the pool. */
    public static native void gst_task_set_pool(long task, long pool);

    public static native Pointer gst_object_get_name(long object);

    public static native long gst_object_ref(long object);

    /** Takes over a floating reference, such as that of an element just made. */
    public static native long gst_object_ref_sink(long object);

    public static native void gst_object_unref(long object);

    public static native int gst_pad_push(long pad, long buffer);

    public static native long gst_mini_object_ref(long miniObject);

    /** Takes over the reference, and returns one to an equal object that has no other owner. */
    public static native long gst_mini_object_make_writable(long miniObject);

    /** The copy of a buffer shares the memory of the original. */
    public static native long gst_mini_object_copy(long miniObject);

    public static native void gst_mini_object_unref(long miniObject);

    public static native void gst_util_set_object_arg(long object, String name, String value);

    public static native long gst_event_new_eos();

    /** The event keeps owning the caps. */
    public static native void gst_event_parse_caps(long event, Pointer caps);

    /** The caller frees the result by {@link GLibLibrary#g_free}. */
    public static native Pointer gst_caps_to_string(long caps);

    public static native long gst_buffer_new_memdup(Pointer bytes, long size);

    public static native long gst_buffer_extract(long buffer, long offset, Pointer target, long size);

    public static native long gst_buffer_fill(long buffer, long offset, Pointer source, long size);

    public static native void gst_buffer_resize(long buffer, long offset, long size);

    public static native long gst_buffer_get_size(long buffer);

    public static native int gst_buffer_list_length(long list);

    public static native long gst_buffer_list_get(long list, int index);

    public static native long gst_registry_get();

    /** Another number whenever a feature of a plug-in, such as an element, has come or gone. */
    public static native int gst_registry_get_feature_list_cookie(long registry);

    /** The caller frees the list by {@link #gst_plugin_list_free}. */
    public static native @Nullable Pointer gst_registry_get_plugin_list(long registry);

    public static native void gst_plugin_list_free(@Nullable Pointer list);

    /** The caller owns the plug-in, and the error. */
    public static native long gst_plugin_load_file(String file, Pointer error);

    public static native String gst_plugin_get_name(long plugin);

    public static native @Nullable String gst_plugin_get_filename(long plugin);

    public static native int gst_plugin_is_loaded(long plugin);

    /** The caller frees the list by {@link #gst_plugin_feature_list_free}. */
    public static native @Nullable Pointer gst_registry_get_feature_list(long registry, long type);

    public static native long gst_element_factory_get_type();

    public static native void gst_plugin_feature_list_free(@Nullable Pointer list);

    public static native @Nullable String gst_element_factory_get_metadata(long factory, String key);

    public static native @Nullable String gst_plugin_feature_get_plugin_name(long feature);

    /** Keeps log lines in memory, in a ring for each thread. There is one such logger at a time. */
    public static native void gst_debug_add_ring_buffer_logger(int maxBytesPerThread, int threadTimeoutSeconds);

    public static native void gst_debug_remove_ring_buffer_logger();

    /** An array of texts that ends with null. The caller frees it by {@link GLibLibrary#g_strfreev}. */
    public static native @Nullable Pointer gst_debug_ring_buffer_logger_get_logs();

    /** Null stands for the function that writes to the standard error. */
    public static native int gst_debug_remove_log_function(@Nullable Pointer function);

    public static native void gst_debug_set_default_threshold(int level);
}
