package org.ducksoup.microbench;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.concurrent.atomic.AtomicLong;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.StreamingThreads;
import org.ducksoup.gstreamer.packet.CatchUp;
import org.ducksoup.gstreamer.packet.FlowWatch;
import org.ducksoup.gstreamer.packet.OverdueSound;
import org.ducksoup.gstreamer.packet.PacketInput;
import org.ducksoup.gstreamer.packet.PacketOutput;
import org.ducksoup.gstreamer.packet.RepairTime;
import org.ducksoup.gstreamer.packet.SteadyArrival;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Packets of 1000 bytes into a native pipeline that changes nothing, and out of it again on its own thread. */
@State(Scope.Thread)
public class PipelineBenchmark {
    private static final int PACKETS = 100;
    private static final int LENGTH = 1000;
    private static final int CLOCK_RATE = 90_000;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final AtomicLong pulled = new AtomicLong();
    private final FlowWatch watch = new FlowWatch(System.nanoTime());
    private final byte[] packet = Packets.rtp(42, 0, LENGTH, 0);
    private final PacketInput input = new PacketInput(
            new RepairTime(MediaKind.VIDEO, CLOCK_RATE),
            new SteadyArrival(CLOCK_RATE),
            OverdueSound.never(),
            Long.MAX_VALUE,
            () -> {});
    private final PacketOutput output =
            new PacketOutput(MediaKind.VIDEO, LENGTH, new PacketCount(pulled), watch, OverdueSound.never(), () -> {});

    /** A field, because the native side holds its address only. */
    private final GstLibrary.PadProbe probe = StreamingThreads.attached((pad, info, user) -> {
        output.onProbe(info);
        return GstLibrary.PROBE_DROP;
    });

    private long pipeline;
    private long source;
    private int sequenceNumber;

    @Setup
    public void play() {
        GStreamer.start();
        try (Memory error = new Memory(Long.BYTES)) {
            error.setLong(0, 0);
            pipeline = GstLibrary.gst_parse_launch(
                    "appsrc name=in format=time caps=application/x-rtp ! identity ! fakesink name=out sync=false",
                    error);
            Pointer problem = error.getPointer(0);
            if (pipeline == 0 || problem != null) {
                throw new IllegalStateException("GStreamer does not build a pipeline with identity");
            }
        }
        long sink = GstLibrary.gst_bin_get_by_name(pipeline, "out");
        long pad = GstLibrary.gst_element_get_static_pad(sink, "sink");
        GstLibrary.gst_pad_add_probe(pad, GstLibrary.PROBE_BUFFER | GstLibrary.PROBE_BUFFER_LIST, probe, 0, 0);
        GstLibrary.gst_object_unref(pad);
        GstLibrary.gst_object_unref(sink);
        source = GstLibrary.gst_bin_get_by_name(pipeline, "in");
        GstLibrary.gst_element_set_state(pipeline, GstLibrary.STATE_PLAYING);
        input.open(source, System.nanoTime(), watch, new CatchUp(dropped -> {}));
    }

    @TearDown
    public void stop() {
        input.close();
        output.close();
        GstLibrary.gst_element_set_state(pipeline, GstLibrary.STATE_NULL);
        GstLibrary.gst_object_unref(source);
        GstLibrary.gst_object_unref(pipeline);
        output.free();
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long pushAndPull() {
        long before = pulled.get();
        for (int i = 0; i < PACKETS; i++) {
            Packets.number(packet, sequenceNumber++);
            input.push(packet, 0, LENGTH, System.nanoTime());
        }
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (pulled.get() - before < PACKETS) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("packets do not come out of the pipeline");
            }
            Thread.onSpinWait();
        }
        return before;
    }
}
