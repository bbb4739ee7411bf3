package org.ducksoup.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.jna.Memory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.freedesktop.gstreamer.Plugin;
import org.freedesktop.gstreamer.Registry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses GStreamer's own registry, with a plug-in in C that comes and goes. */
class GStreamerVersionsTest {
    /** Plug-ins whose loading starts nothing. */
    private static final Set<String> RARE = Set.of("auparse", "goom", "monoscope", "multipart", "smpte", "wavenc");

    private static GStreamerPipelineFactory factory;
    private static GStreamerVersions versions;

    @BeforeAll
    static void start() {
        factory = Specifications.factory();
        versions = new GStreamerVersions(factory);
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    private static int cookie() {
        return GstLibrary.gst_registry_get_feature_list_cookie(GstLibrary.gst_registry_get());
    }

    @Test
    void areReadOnceAsLongAsNoPluginComesOrGoes() {
        Map<String, String> first = versions.versions();
        assertThat(first.keySet()).startsWith("GStreamer").contains("coreelements", "videoconvertscale");
        assertThat(first.get("GStreamer")).matches("1\\.[0-9.]+");
        assertThat(first.get("coreelements")).matches("1\\.[0-9.]+");
        assertThat(versions.versions()).isSameAs(first);
    }

    @Test
    void aPluginThatComesWhileTheServerRunsIsThereAndOneThatGoesIsNot(@TempDir Path home) throws Exception {
        Path file = NativePlugin.compile(home, "broken");
        int before = cookie();
        assertThat(versions.versions()).doesNotContainKey("broken");
        try (Memory error = new Memory(Long.BYTES)) {
            error.setLong(0, 0);
            long plugin = GstLibrary.gst_plugin_load_file(file.toString(), error);
            assertThat(plugin).isNotZero();
            GstLibrary.gst_object_unref(plugin);
        }
        int with = cookie();
        assertThat(with).isNotEqualTo(before);
        assertThat(versions.versions()).containsEntry("broken", "1.0");
        Registry.get().removePlugin(Registry.get().findPlugin("broken"));
        assertThat(cookie()).isNotEqualTo(with);
        assertThat(versions.versions()).doesNotContainKey("broken");
    }

    /** An upgrade of the system replaces files of plug-ins that a running server has not loaded yet. */
    @Test
    void aPluginThatIsLoadedLaterIsReadAgain() {
        Optional<Plugin> notLoaded = Registry.get().getPluginList().stream()
                .filter(plugin -> RARE.contains(plugin.getName()) && !plugin.isLoaded())
                .findFirst();
        assumeThat(notLoaded)
                .as("other tests of this process have not loaded all")
                .isPresent();
        Map<String, String> before = versions.versions();
        assertThat(Plugin.loadByName(notLoaded.orElseThrow().getName())).isNotNull();
        assertThat(versions.versions()).isNotSameAs(before).isEqualTo(before);
    }
}
