package org.ducksoup.gstreamer.catalogue;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.ducksoup.gstreamer.binding.GstAppLibrary;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.NativeText;
import org.ducksoup.gstreamer.binding.StreamingThreads;
import org.ducksoup.gstreamer.catalogue.TrialOutcome.Ending;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.jspecify.annotations.Nullable;

/** An effect between the elements that surround it in a participant's pipeline, fed as fast as it accepts input. */
final class TrialChain {
    private static final int BUFFER_PTS = 72;
    private static final int BUFFER_DURATION = 88;
    private static final int LIVE_CHANGES = 100;
    /** The number of first outputs, during which everything is being set up. */
    private static final int BEGINNING = 3;

    private static final Function CLOCK = Function.getFunction("c", "clock_gettime");
    private static final int CLOCK_THREAD_CPUTIME_ID = 3;

    private final EffectTrial trial;
    private final List<Long> costs = new ArrayList<>();
    private long entered = -1;
    private long enteredBy;
    private final AtomicInteger outputs = new AtomicInteger();
    private final AtomicLong bytesOut = new AtomicLong();

    TrialChain(EffectTrial trial) {
        this.trial = trial;
    }

    TrialOutcome run(boolean packed, String sinkPad, String sourcePad) throws IOException {
        EffectTrial.Media media = trial.media();
        long[] frames = frames(media);
        long frameBytes = GstLibrary.gst_buffer_get_size(frames[0]);
        long before = memory("VmRSS:");
        // Resets the peak memory of the process.
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        long pipeline = GstLibrary.gst_parse_launch(text(media, packed), Pointer.NULL);
        if (pipeline == 0) {
            return TrialOutcome.of(Ending.ERROR, "cannot be created");
        }
        long bus = GstLibrary.gst_element_get_bus(pipeline);
        long input = GstLibrary.gst_bin_get_by_name(pipeline, "in");
        long effect = GstLibrary.gst_bin_get_by_name(pipeline, "fx");
        long output = GstLibrary.gst_bin_get_by_name(pipeline, "out");
        List<GstLibrary.PadProbe> probes = List.of(
                probe(effect, sinkPad, info -> enter()),
                probe(effect, sourcePad, info -> leave()),
                probe(output, "sink", this::onOutput));
        set(effect, trial.initial());
        String error = play(pipeline, bus, input, effect, frames);
        long peak = memory("VmHWM:") - before;
        GstLibrary.gst_element_set_state(pipeline, GstLibrary.STATE_NULL);
        for (long object : new long[] {input, effect, output, bus, pipeline}) {
            GstLibrary.gst_object_unref(object);
        }
        Arrays.stream(frames).forEach(GstLibrary::gst_mini_object_unref);
        // Native code has used their addresses until now.
        Reference.reachabilityFence(probes);
        return new TrialOutcome(
                error == null ? Ending.DONE : Ending.ERROR,
                peak,
                mean(),
                slowest(),
                (double) bytesOut.get() / ((double) frameBytes * media.buffers),
                error == null ? outputs + " out" : error);
    }

    /** @return an error, or null */
    private @Nullable String play(long pipeline, long bus, long input, long effect, long[] frames) {
        if (GstLibrary.gst_element_set_state(pipeline, GstLibrary.STATE_PLAYING) == GstLibrary.STATE_CHANGE_FAILURE) {
            String error = message(bus, TimeUnit.SECONDS.toNanos(1));
            return error == null ? "does not start" : error;
        }
        for (int i = 0; i < trial.media().buffers; i++) {
            if (!trial.live().isEmpty() && i > BEGINNING && i < BEGINNING + LIVE_CHANGES) {
                waitForOutput(bus, i / 2);
                set(effect, (i & 1) == 0 ? trial.live() : beforeLive());
            }
            push(input, frames[i % frames.length], i * bufferNanos(), bufferNanos());
        }
        set(effect, trial.live());
        GstAppLibrary.gst_app_src_end_of_stream(input);
        return message(bus, TimeUnit.SECONDS.toNanos(600));
    }

    /** The values at the start of the properties that are set live. */
    private Map<String, String> beforeLive() {
        Map<String, String> values = new TreeMap<>(trial.initial());
        values.keySet().retainAll(trial.live().keySet());
        return values;
    }

    private long bufferNanos() {
        return trial.media().isVideo ? 1_000_000_000L / 30 : 20_000_000;
    }

    private String text(EffectTrial.Media media, boolean packed) {
        String element = trial.element();
        return media.isVideo ? video(media, element, packed) : audio(media, element);
    }

    private static String video(EffectTrial.Media media, String element, boolean packed) {
        String size = "video/x-raw,width=" + media.width + ",height=" + media.height
                + ",framerate=30/1,pixel-aspect-ratio=1/1";
        return "appsrc name=in is-live=true format=time max-bytes=0 caps=\"" + size + ",format=I420\""
                + " ! videoconvertscale ! capsfilter caps=\"" + size + "\""
                + (packed ? " ! capsfilter caps=video/x-raw,format=" + ElementFacts.PACKED : "")
                + " ! " + element + " name=fx ! videoconvertscale ! capsfilter caps=\"" + size + ",format=I420\""
                + " ! fakesink name=out sync=false async=false";
    }

    private static String audio(EffectTrial.Media media, String element) {
        return "appsrc name=in is-live=true format=time max-bytes=0"
                + " caps=audio/x-raw,format=S16LE,layout=interleaved,rate=48000,channels=" + media.width
                + " ! audioconvert ! audioresample ! " + element + " name=fx ! audioconvert ! audioresample"
                + " ! capsfilter caps=audio/x-raw,format=S16LE,rate=48000,channels=" + media.width
                + " ! fakesink name=out sync=false async=false";
    }

    private void onOutput(long info) {
        long buffer = new Pointer(info).getLong(16);
        bytesOut.addAndGet(GstLibrary.gst_buffer_get_size(buffer));
        outputs.incrementAndGet();
    }

    /** Called on the streaming thread that brings a buffer to the effect. */
    private synchronized void enter() {
        entered = cpuNanos();
        enteredBy = Thread.currentThread().getId();
    }

    /** Output on another thread, or later output, is not counted. No effect on the list produces any. */
    private synchronized void leave() {
        if (entered >= 0 && enteredBy == Thread.currentThread().getId()) {
            costs.add(cpuNanos() - entered);
            entered = -1;
        }
    }

    /** The first outputs are not counted if there are others. */
    private synchronized List<Long> counted() {
        return costs.size() > 2 * BEGINNING ? costs.subList(BEGINNING, costs.size()) : costs;
    }

    private double mean() {
        return counted().stream().mapToLong(cost -> cost).average().orElse(0) / 1e6;
    }

    private double slowest() {
        return counted().stream().mapToLong(cost -> cost).max().orElse(0) / 1e6;
    }

    private static GstLibrary.PadProbe probe(long element, String padName, LongConsumer onBuffer) {
        GstLibrary.PadProbe probe = StreamingThreads.attached((pad, info, user) -> {
            onBuffer.accept(info);
            return GstLibrary.PROBE_OK;
        });
        long pad = GstLibrary.gst_element_get_static_pad(element, padName);
        GstLibrary.gst_pad_add_probe(pad, GstLibrary.PROBE_BUFFER, probe, 0, 0);
        GstLibrary.gst_object_unref(pad);
        return probe;
    }

    private static void set(long effect, Map<String, String> values) {
        values.forEach((name, value) -> GstLibrary.gst_util_set_object_arg(effect, name, value));
    }

    private void waitForOutput(long bus, int wanted) {
        for (int i = 0; i < 20 && outputs.get() < wanted; i++) {
            GstLibrary.gst_bus_timed_pop_filtered(bus, 1_000_000, 0);
        }
    }

    private static void push(long input, long frame, long pts, long duration) {
        long buffer = GstLibrary.gst_mini_object_copy(frame);
        new Pointer(buffer).setLong(BUFFER_PTS, pts);
        new Pointer(buffer).setLong(BUFFER_DURATION, duration);
        GstAppLibrary.gst_app_src_push_buffer(input, buffer);
    }

    private static String message(long bus, long timeout) {
        long message =
                GstLibrary.gst_bus_timed_pop_filtered(bus, timeout, GstLibrary.MESSAGE_EOS | GstLibrary.MESSAGE_ERROR);
        if (message == 0) {
            return "neither an end nor an error";
        }
        boolean failed = new Pointer(message).getInt(64) == GstLibrary.MESSAGE_ERROR;
        String text = failed ? NativeText.ofError(message) : null;
        GstLibrary.gst_mini_object_unref(message);
        return text;
    }

    /** A moving picture with edges and noise, or a sound. */
    private static long[] frames(EffectTrial.Media media) {
        Random random = new Random(1);
        long[] frames = new long[4];
        for (int f = 0; f < frames.length; f++) {
            byte[] bytes = media.isVideo ? picture(media, f, random) : sound(media, f);
            try (Memory memory = new Memory(bytes.length)) {
                memory.write(0, bytes, 0, bytes.length);
                frames[f] = GstLibrary.gst_buffer_new_memdup(memory, bytes.length);
            }
        }
        return frames;
    }

    private static byte[] picture(EffectTrial.Media media, int shift, Random random) {
        // Sides are rounded up to four, as GStreamer lays planes out.
        int stride = (media.width + 3) & ~3;
        int half = (media.width / 2 + 3) & ~3;
        byte[] bytes = new byte[stride * media.height + half * media.height];
        random.nextBytes(bytes);
        for (int y = 0; y < media.height; y++) {
            for (int x = 0; x < media.width; x++) {
                int edge = ((x + shift * 8) / 16 + y / 16) % 2 == 0 ? 60 : 180;
                bytes[y * stride + x] = (byte) (edge + (bytes[y * stride + x] & 15));
            }
        }
        return bytes;
    }

    private static byte[] sound(EffectTrial.Media media, int part) {
        byte[] bytes = new byte[960 * 2 * media.width];
        for (int i = 0; i < 960; i++) {
            int sample = (int) (20_000 * Math.sin(2 * Math.PI * 440 * (part * 960 + i) / 48_000));
            for (int channel = 0; channel < media.width; channel++) {
                bytes[2 * (i * media.width + channel)] = (byte) sample;
                bytes[2 * (i * media.width + channel) + 1] = (byte) (sample >> 8);
            }
        }
        return bytes;
    }

    private static long memory(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static long cpuNanos() {
        try (Memory time = new Memory(16)) {
            CLOCK.invokeInt(new Object[] {CLOCK_THREAD_CPUTIME_ID, time});
            return time.getLong(0) * 1_000_000_000 + time.getLong(8);
        }
    }
}
