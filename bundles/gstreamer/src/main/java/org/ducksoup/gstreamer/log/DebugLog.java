package org.ducksoup.gstreamer.log;

import com.sun.jna.Pointer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.gstreamer.binding.GLibLibrary;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.jspecify.annotations.Nullable;

/**
 * GStreamer's own log, as {@code GST_DEBUG} selects it. GStreamer keeps its lines in memory, in a ring for each of its
 * threads. This class reads the rings, so no thread of GStreamer runs Java for a line or waits for one. A flood loses
 * the oldest lines, and never media.
 */
public final class DebugLog {
    static final int MAX_LINES = 500;

    private static final int BYTES_PER_THREAD = 64 * 1024;
    private static final int FORGET_THREAD_SECONDS = 30;
    private static final int LEVEL_WARNING = 2;

    /** The state belongs to the process and not to this class, because GStreamer outlives a bundle that is replaced. */
    private static final String BEGAN = "ducksoup.gstreamer.began";

    /** The time of the newest line seen of each ring; a ring is identified by its first word after the time. */
    private final Map<String, Duration> seen = new HashMap<>();

    private boolean closed;

    /**
     * @param lines in the order of their times
     * @param dropped number of lines that were left out
     */
    record Fetched(List<DebugLine> lines, long dropped) {}

    private DebugLog() {}

    /** Must be called just before GStreamer is started. */
    public static void remember(Clock clock) {
        System.getProperties().putIfAbsent(BEGAN, clock.instant().toString());
    }

    /** The time at which GStreamer's clock began. */
    static Instant began() {
        return Instant.parse(System.getProperty(BEGAN, Instant.EPOCH.toString()));
    }

    /**
     * Begins to keep lines; null if none are wanted.
     *
     * @param wanted the value of {@code GST_DEBUG}, or null
     * @param ownFile whether GStreamer writes a file of its own ({@code GST_DEBUG_FILE}), which it then continues
     * @param tracking whether warnings are wanted in any case
     */
    public static @Nullable DebugLog open(@Nullable String wanted, boolean ownFile, boolean tracking) {
        boolean asked = wanted != null && !wanted.isBlank();
        if (!asked && !tracking) {
            return null;
        }
        if (!asked) {
            GstLibrary.gst_debug_set_default_threshold(LEVEL_WARNING);
        }
        GstLibrary.gst_debug_add_ring_buffer_logger(BYTES_PER_THREAD, FORGET_THREAD_SECONDS);
        if (!ownFile) {
            GstLibrary.gst_debug_remove_log_function(null);
        }
        return new DebugLog();
    }

    /** The lines since the last call. */
    synchronized Fetched fetch() {
        Pointer logs = closed ? null : GstLibrary.gst_debug_ring_buffer_logger_get_logs();
        if (logs == null) {
            return new Fetched(List.of(), 0);
        }
        List<DebugLine> fresh = new ArrayList<>();
        try {
            Map<String, Duration> present = new HashMap<>();
            for (String log : logs.getStringArray(0, "UTF-8")) {
                addFresh(log, present, fresh);
            }
            seen.clear();
            seen.putAll(present);
        } finally {
            GLibLibrary.g_strfreev(logs);
        }
        fresh.sort(Comparator.comparing(DebugLine::elapsed));
        int kept = Math.min(fresh.size(), MAX_LINES);
        return new Fetched(List.copyOf(fresh.subList(0, kept)), fresh.size() - kept);
    }

    private void addFresh(String log, Map<String, Duration> present, List<DebugLine> fresh) {
        String thread = threadOf(log);
        Duration last = seen.getOrDefault(thread, Duration.ofNanos(-1));
        Duration newest = last;
        for (DebugLine line : DebugLine.all(log)) {
            if (line.elapsed().compareTo(last) > 0) {
                fresh.add(line);
                newest = line.elapsed();
            }
        }
        present.put(thread, newest);
    }

    /** The third word of a line, after elapsed time and process: the thread. */
    private static String threadOf(String log) {
        String[] words =
                log.substring(0, Math.min(log.length(), 100)).stripLeading().split("\\s+", 4);
        return words.length < 3 ? "" : words[2];
    }

    synchronized void close() {
        closed = true;
        GstLibrary.gst_debug_remove_ring_buffer_logger();
    }
}
