package org.ducksoup.gstreamer.catalogue;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.NativeList;

/**
 * The plug-ins that GStreamer found and could not load. Another process finds out why, because a plug-in that has
 * crashed GStreamer's scanner would crash this process as well.
 */
public final class BrokenPlugins {
    private static final int OBJECT_FLAGS = 48;
    /** GST_PLUGIN_FLAG_BLACKLISTED. */
    private static final int BLACKLISTED = 1 << 5;

    private static final long MAX_SECONDS = 10;
    private static final int MAX_REASON_LENGTH = 300;

    private final Map<String, String> reasons = new TreeMap<>();

    /** One sentence for each plug-in. Blocks for some seconds when it meets a plug-in for the first time. */
    public synchronized List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (String file : blacklisted()) {
            problems.add("The GStreamer plug-in " + file + " cannot be loaded, and its effects are missing: "
                    + reasons.computeIfAbsent(file, BrokenPlugins::reason));
        }
        return problems;
    }

    private static List<String> blacklisted() {
        List<String> files = new ArrayList<>();
        Pointer list = GstLibrary.gst_registry_get_plugin_list(GstLibrary.gst_registry_get());
        NativeList.forEach(list, plugin -> {
            if ((new Pointer(plugin).getInt(OBJECT_FLAGS) & BLACKLISTED) != 0) {
                String file = GstLibrary.gst_plugin_get_filename(plugin);
                files.add(file == null ? GstLibrary.gst_plugin_get_name(plugin) : file);
            }
        });
        GstLibrary.gst_plugin_list_free(list);
        files.sort(null);
        return files;
    }

    private static String reason(String file) {
        Path registry = null;
        try {
            registry = Files.createTempFile("ducksoup-registry", ".bin");
            Files.delete(registry);
            String missing = output(null, "ldd", file)
                    .lines()
                    .filter(line -> line.contains("not found"))
                    .map(line -> line.strip().replaceAll(" =>.*", ""))
                    .distinct()
                    .collect(Collectors.joining(", "));
            if (!missing.isEmpty()) {
                return "it needs " + missing
                        + ", which this machine does not have; install it, or put it into the plugins directory.";
            }
            return spoken(output(registry, "gst-inspect-1.0", file));
        } catch (IOException e) {
            return "try `gst-inspect-1.0 " + file + "` (package gstreamer1.0-tools) to see why.";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "it takes too long.";
        } finally {
            delete(registry);
        }
    }

    private static void delete(@org.jspecify.annotations.Nullable Path registry) {
        try {
            if (registry != null) {
                Files.deleteIfExists(registry);
            }
        } catch (IOException e) {
            // The file is in the temporary directory and is not used again.
            registry.toFile().deleteOnExit();
        }
    }

    private static String spoken(String output) {
        String text = output.replaceAll("\\s+", " ").strip();
        if (text.length() > MAX_REASON_LENGTH) {
            text = text.substring(0, MAX_REASON_LENGTH) + "…";
        }
        return text.isEmpty() ? "it gives no reason." : text;
    }

    /** The output of a command. If the command crashed, the last line says so. */
    private static String output(@org.jspecify.annotations.Nullable Path registry, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        if (registry != null) {
            // With its own list of broken plug-ins GStreamer would not try to load this one.
            builder.environment().put("GST_REGISTRY", registry.toString());
            builder.environment().put("GST_PLUGIN_PATH", "");
            builder.environment().put("GST_PLUGIN_SYSTEM_PATH", "");
        }
        Process process = builder.start();
        process.getOutputStream().close();
        var watchdog = process.onExit().completeOnTimeout(process, MAX_SECONDS, TimeUnit.SECONDS);
        var killed = watchdog.thenAccept(Process::destroyForcibly);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        killed.join();
        return status > 128 ? output + " It crashes when it is loaded (status " + status + ")." : output;
    }
}
