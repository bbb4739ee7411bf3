package org.ducksoup.gstreamer;

import com.sun.jna.Pointer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.ducksoup.api.pipeline.MediaPipelineFactory;
import org.ducksoup.api.pipeline.ProcessingVersions;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.NativeList;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.Plugin;
import org.freedesktop.gstreamer.Registry;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** GStreamer's version, and the version of every plug-in it found. */
@Component
public final class GStreamerVersions implements ProcessingVersions {
    private volatile @Nullable Known known;

    /** @param started is registered when GStreamer has started */
    @Activate
    public GStreamerVersions(@Reference MediaPipelineFactory started) {}

    /**
     * What the versions follow from. Features of a plug-in come before it is in the list, so their cookie alone could belong to a
     * list without it. A plug-in that is loaded later may have been replaced on the disk since the start, and has no new features.
     */
    private record State(int cookie, int plugins, int loaded) {
        static State now() {
            long registry = GstLibrary.gst_registry_get();
            int cookie = GstLibrary.gst_registry_get_feature_list_cookie(registry);
            LongStream.Builder plugins = LongStream.builder();
            Pointer list = GstLibrary.gst_registry_get_plugin_list(registry);
            NativeList.forEach(list, plugins);
            long[] all = plugins.build().toArray();
            int loaded = LongStream.of(all)
                    .mapToInt(GstLibrary::gst_plugin_is_loaded)
                    .sum();
            GstLibrary.gst_plugin_list_free(list);
            return new State(cookie, all.length, loaded);
        }
    }

    private record Known(State state, Map<String, String> versions) {}

    /**
     * Looks at every call whether a lab has added plug-ins, but reads all of them only then: each interaction of a crowd asks when it
     * begins, and reading some two hundred plug-ins takes a tenth of what a join takes.
     */
    @Override
    public Map<String, String> versions() {
        // It is taken before the plug-ins are read: a change in between is noticed at the next call.
        State state = State.now();
        Known before = known;
        if (before != null && before.state.equals(state)) {
            return before.versions;
        }
        Map<String, String> versions = read();
        known = new Known(state, versions);
        return versions;
    }

    private static Map<String, String> read() {
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
