package org.ducksoup.gstreamer.worker;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.List;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.NativeText;
import org.ducksoup.gstreamer.catalogue.InstalledEffects;

/**
 * A plug-in of a lab, loaded from its file.
 *
 * @param elements names of its elements
 * @param problem a sentence if it could not be loaded; empty otherwise
 */
record Plugin(List<String> elements, String problem) {
    static final Plugin NONE = new Plugin(List.of(), "");

    Plugin {
        elements = List.copyOf(elements);
    }

    /** Runs the plug-in's code, which may end the process. */
    static Plugin load(String file) {
        try (Memory error = new Memory(Long.BYTES)) {
            error.setLong(0, 0);
            long plugin = GstLibrary.gst_plugin_load_file(file, error);
            if (plugin == 0) {
                Pointer report = error.getPointer(0);
                return new Plugin(
                        List.of(),
                        "The plug-in cannot be loaded: " + (report == null ? file : NativeText.ofReport(report)) + ".");
            }
            String name = GstLibrary.gst_plugin_get_name(plugin);
            GstLibrary.gst_object_unref(plugin);
            List<String> elements = InstalledEffects.factoriesOf(name);
            return new Plugin(elements, elements.isEmpty() ? "The plug-in " + name + " has no elements." : "");
        }
    }
}
