package org.ducksoup.api.pipeline;

import java.util.List;

/**
 * A plug-in of GStreamer that a lab's bundle has brought.
 *
 * @param file name of the plug-in's file
 * @param effects names of its elements
 * @param problem why it cannot be used, as a sentence; empty if it can
 */
public record NativePlugin(String file, List<String> effects, String problem) {
    /** A bundle's header that names the directory with its plug-ins. */
    public static final String HEADER = "DuckSoup-Plugins";

    public NativePlugin {
        effects = List.copyOf(effects);
    }
}
