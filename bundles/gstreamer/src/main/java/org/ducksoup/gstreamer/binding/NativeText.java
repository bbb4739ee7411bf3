package org.ducksoup.gstreamer.binding;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Texts that native code hands over. */
public final class NativeText {
    private static final Logger LOGGER = LoggerFactory.getLogger(NativeText.class);
    private static final int GERROR_MESSAGE = 8;
    private static final int MESSAGE_SOURCE = 80;

    private NativeText() {}

    /** What an error message says, and which element says it. The message stays the caller's. */
    public static String ofError(long message) {
        try (Memory error = new Memory(8);
                Memory debug = new Memory(8)) {
            GstLibrary.gst_message_parse_error(message, error, debug);
            Pointer reported = error.getPointer(0);
            String text = reported.getPointer(GERROR_MESSAGE).getString(0, "UTF-8");
            GLibLibrary.g_error_free(reported);
            Pointer debugText = debug.getPointer(0);
            if (debugText != null) {
                String details = debugText.getString(0, "UTF-8").strip();
                LOGGER.debug("{}: {}", text, details);
                // "Internal data stream error." explains itself in the last line of this.
                text += " " + details.substring(details.lastIndexOf('\n') + 1);
                GLibLibrary.g_free(debugText);
            }
            return text + " (" + sourceOf(message) + ")";
        }
    }

    /** What a GError says; frees it. */
    public static String ofReport(Pointer error) {
        String text = error.getPointer(GERROR_MESSAGE).getString(0, "UTF-8");
        GLibLibrary.g_error_free(error);
        return text;
    }

    /** Name of the element a message comes from. */
    public static String sourceOf(long message) {
        long source = new Pointer(message).getLong(MESSAGE_SOURCE);
        return source == 0 ? "nobody" : nameOf(source);
    }

    /** Of any GStreamer object. */
    public static String nameOf(long object) {
        Pointer name = GstLibrary.gst_object_get_name(object);
        String text = name.getString(0, "UTF-8");
        GLibLibrary.g_free(name);
        return text;
    }
}
