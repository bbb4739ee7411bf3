package org.ducksoup.gstreamer;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ducksoup.gstreamer.binding.GstAppLibrary;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.NativeText;
import org.ducksoup.gstreamer.binding.Window;

/** A pipeline of a test, which makes media or examines it. */
final class LaunchedPipeline implements AutoCloseable {
    /** Gets each buffer that reaches a sink. */
    interface BufferListener {
        void onBuffer(byte[] bytes, long ptsNanos);
    }

    private final long pipeline;
    private final long bus;
    private final List<GstLibrary.PadProbe> held = new ArrayList<>();
    private final List<Long> references = new ArrayList<>();

    LaunchedPipeline(String text) {
        try (Memory error = new Memory(8)) {
            error.setLong(0, 0);
            pipeline = GstLibrary.gst_parse_launch(text, error);
            Pointer problem = error.getPointer(0);
            if (pipeline == 0 || problem != null) {
                throw new IllegalArgumentException(
                        text + ": " + problem.getPointer(8).getString(0));
            }
        }
        bus = GstLibrary.gst_element_get_bus(pipeline);
    }

    LaunchedPipeline listen(String sink, BufferListener listener) {
        Memory scratch = new Memory(4_000_000);
        GstLibrary.PadProbe probe = (pad, info, user) -> {
            Window window = new Window();
            int type = window.at(info).getInt(0);
            long content = window.at(info).getLong(16);
            if ((type & GstLibrary.PROBE_BUFFER) != 0) {
                give(content, scratch, listener);
            } else {
                for (int i = 0; i < GstLibrary.gst_buffer_list_length(content); i++) {
                    give(GstLibrary.gst_buffer_list_get(content, i), scratch, listener);
                }
            }
            return GstLibrary.PROBE_OK;
        };
        held.add(probe);
        long element = element(sink);
        long pad = GstLibrary.gst_element_get_static_pad(element, "sink");
        GstLibrary.gst_pad_add_probe(pad, GstLibrary.PROBE_BUFFER | GstLibrary.PROBE_BUFFER_LIST, probe, 0, 0);
        GstLibrary.gst_object_unref(pad);
        return this;
    }

    private static void give(long buffer, Memory scratch, BufferListener listener) {
        int length = (int) GstLibrary.gst_buffer_extract(buffer, 0, scratch, scratch.size());
        listener.onBuffer(scratch.getByteArray(0, length), new Pointer(buffer).getLong(72));
    }

    long element(String name) {
        long element = GstLibrary.gst_bin_get_by_name(pipeline, name);
        references.add(element);
        return element;
    }

    LaunchedPipeline play() {
        GstLibrary.gst_element_set_state(pipeline, GstLibrary.STATE_PLAYING);
        return this;
    }

    /** Runs until the end of the stream. */
    void finish() {
        long message = GstLibrary.gst_bus_timed_pop_filtered(
                bus, TimeUnit.SECONDS.toNanos(60), GstLibrary.MESSAGE_EOS | GstLibrary.MESSAGE_ERROR);
        if (message == 0) {
            throw new IllegalStateException("not through after 60 s");
        }
        boolean failed = new Pointer(message).getInt(64) == GstLibrary.MESSAGE_ERROR;
        String text = failed ? NativeText.ofError(message) : "";
        GstLibrary.gst_mini_object_unref(message);
        if (failed) {
            throw new IllegalStateException(text);
        }
    }

    void push(long appsrc, byte[] bytes, int offset, int length) {
        try (Memory memory = new Memory(length)) {
            memory.write(0, bytes, offset, length);
            GstAppLibrary.gst_app_src_push_buffer(appsrc, GstLibrary.gst_buffer_new_memdup(memory, length));
        }
    }

    @Override
    public void close() {
        GstLibrary.gst_element_set_state(pipeline, GstLibrary.STATE_NULL);
        references.forEach(GstLibrary::gst_object_unref);
        GstLibrary.gst_object_unref(bus);
        GstLibrary.gst_object_unref(pipeline);
    }
}
