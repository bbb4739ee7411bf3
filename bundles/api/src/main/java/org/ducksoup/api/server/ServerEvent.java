package org.ducksoup.api.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that belongs to no interaction. The message that it becomes in the log stands with each. */
public sealed interface ServerEvent {
    /** When. */
    Instant at();

    /**
     * {@code not_found}, context {@code server}: somebody asked for what is not there.
     *
     * @param path as it stands in the request line; strangers choose it
     * @param others requests like this that were not published one by one since the last event, not negative
     */
    record NotFound(Instant at, String path, long others) implements ServerEvent {}

    /**
     * {@code app_panicked}, context {@code app}: something failed where nobody expected it, and its thread ended.
     *
     * @param thread its name
     * @param error what it was
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
     * {@code video_tracking}, context {@code gstreamer}: a plug-in that follows faces tells, in a warning with a form of its own,
     * whether it has one in a frame.
     *
     * @param frame as the plug-in counts them
     */
    record VideoTracked(
            Instant at, int level, String namespace, String interaction, String user, String frame, boolean tracked)
            implements ServerEvent {}

    /**
     * {@code pipeline_not_found}, context {@code gstreamer}: GStreamer called for a pipeline that is not there any more, or never
     * was. A bug of ours; the call did nothing.
     *
     * @param calls since the last event, positive
     */
    record PipelineNotFound(Instant at, long calls) implements ServerEvent {}

    /**
     * Context {@code js_build}: a line of what builds the front end, during development.
     *
     * @param failed whether it tells of a mistake in the sources
     */
    record FrontBuilt(Instant at, boolean failed, String text) implements ServerEvent {}

    /**
     * {@code gstreamer_lines_dropped}, context {@code gstreamer}: GStreamer wrote more than the log takes.
     *
     * @param lines that were left out, positive
     */
    record GStreamerLinesDropped(Instant at, long lines) implements ServerEvent {}
}
