package org.ducksoup.gstreamer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.ducksoup.api.pipeline.MediaPipelineFactory;
import org.ducksoup.api.pipeline.ProcessingVersions;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.Plugin;
import org.freedesktop.gstreamer.Registry;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** GStreamer's version, and the version of every plug-in it found. */
@Component
public final class GStreamerVersions implements ProcessingVersions {
    /** @param started is registered when GStreamer has started */
    @Activate
    public GStreamerVersions(@Reference MediaPipelineFactory started) {}

    /** Read at every call, because a lab may have added plug-ins. */
    @Override
    public Map<String, String> versions() {
        Map<String, String> plugins = new TreeMap<>();
        for (Plugin plugin : Registry.get().getPluginList()) {
            plugins.put(plugin.getName(), plugin.getVersion());
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("GStreamer", Gst.getVersionString().replaceFirst("^GStreamer ", ""));
        all.putAll(plugins);
        return Collections.unmodifiableMap(all);
    }
}
