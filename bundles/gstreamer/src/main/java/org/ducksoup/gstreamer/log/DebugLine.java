package org.ducksoup.gstreamer.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ducksoup.api.server.ServerEvent;
import org.jspecify.annotations.Nullable;

/**
 * One line of GStreamer's log.
 *
 * @param elapsed since GStreamer was started
 * @param level of GStreamer
 * @param source {@code file:function:line}
 */
record DebugLine(
        Duration elapsed,
        int level,
        String category,
        String source,
        @Nullable String element,
        String text) {
    private static final Map<String, Integer> LEVELS =
            Map.of("ERROR", 1, "WARN", 2, "FIXME", 3, "INFO", 4, "DEBUG", 5, "LOG", 6, "TRACE", 7, "MEMDUMP", 9);

    /** Elapsed time, process, thread, level, category, {@code file:line:function:<object>}, text. */
    private static final Pattern HEAD = Pattern.compile(
            "(\\d+):(\\d\\d):(\\d\\d)\\.(\\d{9})\\s+\\d+\\s+\\S+\\s+([A-Z]+)\\s+(\\S+)\\s(.*?):(\\d+):([^:\\s]*):(?:<(.*?)>)? (.*)",
            Pattern.DOTALL);

    private static final int MAX_TEXT_LENGTH = 4000;

    /** A face-tracking plug-in names the participant in a warning of this form. */
    private static final Pattern PARTICIPANT = Pattern.compile("user-id: n-(.*?)-[ir]-(.*?)-u-(.*?),");

    private static final Pattern FRAME = Pattern.compile("frame: (.*?),");
    private static final String FOUND = "TRACKER_OK";

    /**
     * Parses what one thread has logged. A text may have several lines: a line without a head belongs to the one above
     * it.
     */
    static List<DebugLine> all(String log) {
        List<DebugLine> lines = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (String line : log.split("\n", -1)) {
            if (text.length() > 0 && HEAD.matcher(line).lookingAt()) {
                add(lines, text);
            }
            if (text.length() > 0) {
                text.append('\n');
            }
            text.append(line);
        }
        add(lines, text);
        return lines;
    }

    private static void add(List<DebugLine> lines, StringBuilder text) {
        Matcher head = HEAD.matcher(text.toString().stripTrailing());
        if (head.matches()) {
            lines.add(new DebugLine(
                    Duration.ofHours(Long.parseLong(head.group(1)))
                            .plusMinutes(Long.parseLong(head.group(2)))
                            .plusSeconds(Long.parseLong(head.group(3)))
                            .plusNanos(Long.parseLong(head.group(4))),
                    LEVELS.getOrDefault(head.group(5), 0),
                    head.group(6),
                    head.group(7) + ":" + head.group(9) + ":" + head.group(8),
                    head.group(10),
                    shortened(head.group(11))));
        }
        text.setLength(0);
    }

    private static String shortened(String text) {
        return text.length() > MAX_TEXT_LENGTH ? text.substring(0, MAX_TEXT_LENGTH) + "…" : text;
    }

    /**
     * The line as an event of the server.
     *
     * @param began when GStreamer was started
     * @param tracking whether face-tracking texts become events of their own
     */
    ServerEvent event(Instant began, boolean tracking) {
        Instant at = began.plus(elapsed);
        Matcher participant = PARTICIPANT.matcher(text);
        if (tracking && level == LEVELS.getOrDefault("WARN", 2) && participant.find()) {
            Matcher frame = FRAME.matcher(text);
            return new ServerEvent.VideoTracked(
                    at,
                    level,
                    participant.group(1),
                    participant.group(2),
                    participant.group(3),
                    frame.find() ? frame.group(1) : "",
                    text.contains(FOUND));
        }
        return new ServerEvent.GStreamerLogged(at, level, category, source, element, text);
    }
}
