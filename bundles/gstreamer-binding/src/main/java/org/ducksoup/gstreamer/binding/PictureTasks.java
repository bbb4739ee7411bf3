package org.ducksoup.gstreamer.binding;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Streaming threads that leave the processor to all other threads when it is short: pictures then lose frames, and sound
 * keeps its time. They have a pool of their own and end with their task. Linux gives each thread a nice value, which a
 * server without privileges can raise but not lower again, so a thread that has carried pictures never carries sound.
 */
public final class PictureTasks {
    /** setpriority(2): a tenth of the weight of other threads. */
    public static final int NICE = 10;

    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;

    static {
        Native.register(PictureTasks.class, Platform.C_LIBRARY_NAME);
    }

    private PictureTasks() {}

    /** One pool for the life of the process, like GStreamer's own. */
    private static final class Pool {
        private static final long POINTER = prepared();

        private static long prepared() {
            long pool = GstLibrary.gst_task_pool_new();
            GstLibrary.gst_task_pool_prepare(pool, null);
            return pool;
        }
    }

    /** Called with each message of type {@link GstLibrary#MESSAGE_STREAM_STATUS}, on the thread that posts it. */
    public static void onStreamStatus(long message) {
        if (!Platform.isLinux()) {
            return;
        }
        switch (status(message)) {
            case GstLibrary.STREAM_STATUS_CREATE -> {
                long task = GObjectLibrary.g_value_get_object(GstLibrary.gst_message_get_stream_status_object(message));
                GstLibrary.gst_task_set_pool(task, Pool.POINTER);
            }
            case GstLibrary.STREAM_STATUS_ENTER -> {
                // It fails only where a sandbox forbids it. Then pictures and sound share the processor as equals.
                int unused = setpriority(PRIO_PROCESS, CALLING_THREAD, NICE);
            }
            default -> {
                // The task goes on or ends.
            }
        }
    }

    private static int status(long message) {
        try (Memory type = new Memory(Long.BYTES);
                Memory owner = new Memory(Long.BYTES)) {
            GstLibrary.gst_message_parse_stream_status(message, type, owner);
            return type.getInt(0);
        }
    }

    private static native int setpriority(int which, int who, int nice);
}
