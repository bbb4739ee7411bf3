package org.ducksoup.stats.log;

import org.ducksoup.api.server.ServerEvent;

/** The manual's log message reference for events that belong to no interaction. */
final class ServerVocabulary {
    private static final String GSTREAMER = "gstreamer";
    private static final int GST_LEVEL_ERROR = 1;
    private static final int GST_LEVEL_WARNING = 2;

    private ServerVocabulary() {}

    static LogEntry entry(ServerEvent event) {
        if (event instanceof ServerEvent.NotFound missing) {
            LogProperties properties = new LogProperties()
                    .with("path", missing.path())
                    .with("others", missing.others() == 0 ? null : missing.others());
            return new LogEntry(LogLevel.INFO, missing.at(), "server", "not_found", properties);
        }
        if (event instanceof ServerEvent.Panicked panic) {
            LogProperties properties =
                    new LogProperties().with("error", panic.error()).with("thread", panic.thread());
            return new LogEntry(LogLevel.ERROR, panic.at(), "app", "app_panicked", properties);
        }
        if (event instanceof ServerEvent.GStreamerLogged line) {
            LogProperties properties = new LogProperties()
                    .with("from", "GStreamer:" + line.source())
                    .with("GST_LEVEL", line.level())
                    .with("category", line.category())
                    .with("element", line.element());
            return new LogEntry(level(line.level()), line.at(), GSTREAMER, line.text(), properties);
        }
        if (event instanceof ServerEvent.VideoTracked tracking) {
            LogProperties properties = new LogProperties()
                    .with("GST_LEVEL", tracking.level())
                    .with("namespace", tracking.namespace())
                    .with("interaction", tracking.interaction())
                    .with("user", tracking.user())
                    .with("frame", tracking.frame())
                    .with("value", tracking.tracked());
            return new LogEntry(level(tracking.level()), tracking.at(), GSTREAMER, "video_tracking", properties);
        }
        if (event instanceof ServerEvent.FrontBuilt build) {
            return new LogEntry(
                    build.failed() ? LogLevel.ERROR : LogLevel.INFO,
                    build.at(),
                    "js_build",
                    build.text(),
                    new LogProperties());
        }
        if (event instanceof ServerEvent.PipelineNotFound stray) {
            return new LogEntry(
                    LogLevel.ERROR,
                    stray.at(),
                    GSTREAMER,
                    "pipeline_not_found",
                    new LogProperties().with("value", stray.calls()).with("unit", "calls"));
        }
        ServerEvent.GStreamerLinesDropped dropped = (ServerEvent.GStreamerLinesDropped) event;
        return new LogEntry(
                LogLevel.WARN,
                dropped.at(),
                GSTREAMER,
                "gstreamer_lines_dropped",
                new LogProperties().with("value", dropped.lines()).with("unit", "lines"));
    }

    private static LogLevel level(int gstLevel) {
        return switch (gstLevel) {
            case GST_LEVEL_ERROR -> LogLevel.ERROR;
            case GST_LEVEL_WARNING -> LogLevel.WARN;
            default -> LogLevel.INFO;
        };
    }
}
