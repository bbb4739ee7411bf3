package org.ducksoup.gstreamer.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The Java code that one native pipeline calls: probes on its pads, and the reader of its bus. One thread at a time
 * adds and releases callbacks. GStreamer calls them on its streaming threads.
 */
public final class Callbacks {
    private static final CallbackTargets<Target> TARGETS = new CallbackTargets<>();

    // Kept in fields as long as this class lives, because native code has their addresses.
    private static final GstLibrary.PadProbe ON_PROBE = StreamingThreads.attached(Callbacks::onProbe);
    private static final GstLibrary.BusHandler ON_MESSAGE = StreamingThreads.attachedBus(Callbacks::onMessage);

    private final List<Long> keys = new ArrayList<>();

    /** The Java side of a native callback. */
    @FunctionalInterface
    private interface Target {
        int call(long source, long content);
    }

    /** Examines what passes a pad. */
    @FunctionalInterface
    public interface Probe {
        /**
         * On the thread that pushes through the pad.
         *
         * @return {@link GstLibrary#PROBE_OK} or {@link GstLibrary#PROBE_DROP}
         */
        int onProbe(long pad, long probeInfo);
    }

    /** @param mask the kinds of content that the probe gets */
    public void probe(long element, String padName, int mask, Probe probe) {
        long key = add(probe::onProbe);
        long pad = GstLibrary.gst_element_get_static_pad(element, padName);
        GstLibrary.gst_pad_add_probe(pad, mask, ON_PROBE, key, 0);
        GstLibrary.gst_object_unref(pad);
    }

    /** @param onMessage gets each message on the thread that posts it; the message is freed when it returns */
    public void read(long bus, LongConsumer onMessage) {
        long key = add((source, message) -> {
            onMessage.accept(message);
            return GstLibrary.BUS_DROP;
        });
        GstLibrary.gst_bus_set_sync_handler(bus, ON_MESSAGE, key, 0);
    }

    /** Called when no streaming thread is left. */
    public void release() {
        keys.forEach(TARGETS::remove);
        keys.clear();
    }

    private long add(Target target) {
        long key = TARGETS.add(target);
        keys.add(key);
        return key;
    }

    private static int onProbe(long pad, long probeInfo, long key) {
        Target target = TARGETS.find(key);
        return target == null ? GstLibrary.PROBE_DROP : target.call(pad, probeInfo);
    }

    private static int onMessage(long bus, long message, long key) {
        Target target = TARGETS.find(key);
        if (target != null) {
            target.call(bus, message);
        }
        GstLibrary.gst_mini_object_unref(message);
        return GstLibrary.BUS_DROP;
    }
}
