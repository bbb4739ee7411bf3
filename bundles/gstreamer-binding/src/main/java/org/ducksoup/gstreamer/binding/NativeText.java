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

    /** The text of an error message and the name of the element that posted it. The caller keeps the message. */
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
                // The last line of the details explains texts such as "Internal data stream error.".
                text += " " + details.substring(details.lastIndexOf('\n') + 1);
                GLibLibrary.g_free(debugText);
            }
            return text + " (" + sourceOf(message) + ")";
        }
    }

    /** The caps of an event that announces them. */
    public static String ofCaps(long event) {
        try (Memory caps = new Memory(Long.BYTES)) {
            GstLibrary.gst_event_parse_caps(event, caps);
            Pointer text = GstLibrary.gst_caps_to_string(caps.getLong(0));
            try {
                return text.getString(0);
            } finally {
                GLibLibrary.g_free(text);
            }
        }
    }

    /** A bin in the language of Graphviz; empty if GStreamer was built without that. */
    public static String ofBin(long bin) {
        Pointer text = GstLibrary.gst_debug_bin_to_dot_data(bin, GstLibrary.GRAPH_DETAILS);
        if (text == null) {
            return "";
        }
        try {
            return text.getString(0, "UTF-8");
        } finally {
            GLibLibrary.g_free(text);
        }
    }

    /** The text of a GError, which is freed. */
    public static String ofReport(Pointer error) {
        String text = error.getPointer(GERROR_MESSAGE).getString(0, "UTF-8");
        GLibLibrary.g_error_free(error);
        return text;
    }

    /** The name of the element that posted a message. */
    public static String sourceOf(long message) {
        long source = new Pointer(message).getLong(MESSAGE_SOURCE);
        return source == 0 ? "nobody" : nameOf(source);
    }

    /** The name of any GStreamer object. */
    public static String nameOf(long object) {
        Pointer name = GstLibrary.gst_object_get_name(object);
        String text = name.getString(0, "UTF-8");
        GLibLibrary.g_free(name);
        return text;
    }
}
