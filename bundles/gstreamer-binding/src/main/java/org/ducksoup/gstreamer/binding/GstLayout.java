package org.ducksoup.gstreamer.binding;

/**
 * Offsets of the members of GStreamer's public structures, in bytes, on 64-bit machines. These structures are part of
 * GStreamer's ABI and stay the same in all versions 1.x.
 */
public final class GstLayout {
    /** GstPadProbeInfo: the kinds of data, {@link GstLibrary#PROBE_BUFFER} and others. */
    public static final int PROBE_INFO_TYPE = 0;

    /** GstPadProbeInfo: the address of the buffer, list, event or query. */
    public static final int PROBE_INFO_DATA = 16;

    /** GstMiniObject: the flags. */
    public static final int FLAGS = 16;

    /** GstEvent, GstQuery and GstMessage: the type, behind the GstMiniObject that all three begin with. */
    public static final int TYPE = 64;

    /** GstBuffer: presentation timestamp in ns. */
    public static final int BUFFER_PTS = 72;

    /** GstBuffer: decoding timestamp in ns. */
    public static final int BUFFER_DTS = 80;

    /** GstBuffer: duration in ns. */
    public static final int BUFFER_DURATION = 88;

    private GstLayout() {}
}
