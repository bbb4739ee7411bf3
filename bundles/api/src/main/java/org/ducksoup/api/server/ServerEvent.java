package org.ducksoup.api.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event that belongs to no interaction. Each record names the log message that it becomes. */
public sealed interface ServerEvent {
    /** When. */
    Instant at();

    /**
     * {@code not_found}, context {@code server}: a request for a path that does not exist.
     *
     * @param path as in the request line; strangers choose it
     * @param others similar requests since the last event that were not published one by one, not negative
     */
    record NotFound(Instant at, String path, long others) implements ServerEvent {}

    /**
     * {@code app_panicked}, context {@code app}: an exception that no code caught ended a thread.
     *
     * @param thread its name
     * @param error the exception as text
     */
    record Panicked(Instant at, String thread, String error) implements ServerEvent {}

    /**
     * Context {@code gstreamer}: a line of GStreamer's own log, whose text is the message.
     *
     * @param level of GStreamer: 1 error, 2 warning, 3 and more for those who debug it
     * @param category part of GStreamer that wrote it, for instance {@code videodecoder}
     * @param source {@code file:function:line}
     * @param element the object it is about, or null
     */
    record GStreamerLogged(
            Instant at,
            int level,
            String category,
            String source,
            @Nullable String element,
            String text) implements ServerEvent {}

    /**
     * {@code video_tracking}, context {@code gstreamer}: a face-tracking plug-in reports, in a warning with a form of
     * its own, whether it found a face in a frame.
     *
     * @param frame number of the frame, as the plug-in counts
     */
    record VideoTracked(
            Instant at, int level, String namespace, String interaction, String user, String frame, boolean tracked)
            implements ServerEvent {}

    /**
     * {@code pipeline_not_found}, context {@code gstreamer}: GStreamer called back for a pipeline that does not exist
     * any more, or never did. This is a bug of the server; the call did nothing.
     *
     * @param calls since the last event, positive
     */
    record PipelineNotFound(Instant at, long calls) implements ServerEvent {}

    /**
     * Context {@code js_build}: a line of the front end's build, during development.
     *
     * @param failed whether the line reports an error in the sources
     */
    record FrontBuilt(Instant at, boolean failed, String text) implements ServerEvent {}

    /**
     * {@code gstreamer_lines_dropped}, context {@code gstreamer}: GStreamer wrote more lines than the log accepts.
     *
     * @param lines number of lines left out, positive
     */
    record GStreamerLinesDropped(Instant at, long lines) implements ServerEvent {}
}
