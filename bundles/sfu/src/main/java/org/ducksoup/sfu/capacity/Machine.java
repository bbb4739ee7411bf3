package org.ducksoup.sfu.capacity;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Set;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The machine that this server runs on, and the capacity that follows from it.
 *
 * @param cores that this process may use
 * @param bytes of memory of the machine, or of the container
 * @param heapBytes the most that the Java heap may take
 */
public record Machine(int cores, long bytes, long heapBytes) {
    /** More than one core forwards without effects. The limit is there for the heap of a large machine. */
    private static final int PARTICIPANTS_PER_CORE = 100;

    private static final int PIPELINES_PER_CORE = 64;

    /** 1920x1080 at 30 a second: what one core decodes, changes and encodes. */
    private static final long PIXELS_PER_CORE = 62_208_000;

    /** A page may ask for twice as much by default. Any machine admits one such participant. */
    private static final long MIN_PIXELS = 124_416_000;

    /** The server without participants. */
    private static final long IDLE_HEAP = 100L << 20;

    private static final long HEAP_PER_PARTICIPANT = 5L << 19;

    /** Code, classes, buffers, GStreamer and its plug-ins. */
    private static final long OUTSIDE_HEAP = 400L << 20;

    private static final long MIN_FOR_MEDIA = 128L << 20;

    /** Above this use after a collection nobody new is admitted: the rest is for the participants who are there. */
    private static final double FULL = 0.85;

    /** The old generation, or the whole heap of a collector that has no generations. */
    private static final Set<String> LASTING =
            Set.of("Tenured Gen", "PS Old Gen", "G1 Old Gen", "Shenandoah", "ZHeap", "Epsilon Heap");

    private static final List<MemoryPoolMXBean> LASTING_POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isCollectionUsageThresholdSupported())
            .filter(pool -> LASTING.contains(pool.getName()))
            .toList();

    /** This machine, or the container that this process is in. */
    public static Machine here() {
        Runtime runtime = Runtime.getRuntime();
        return new Machine(runtime.availableProcessors(), memory(runtime.maxMemory() * 4), runtime.maxMemory());
    }

    /** @param unknown what to assume where the machine does not tell */
    private static long memory(long unknown) {
        try {
            Object bytes = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), "TotalMemorySize");
            return bytes instanceof Long known && known > 0 ? known : unknown;
        } catch (JMException e) {
            return unknown;
        }
    }

    /** @param recordingBytes of the heap that are kept for recordings whose disk does not answer */
    public Load capacity(long recordingBytes) {
        long heapForParticipants = heapBytes - IDLE_HEAP - recordingBytes;
        int participants =
                (int) Math.min((long) cores * PARTICIPANTS_PER_CORE, heapForParticipants / HEAP_PER_PARTICIPANT);
        // A tenth is the system's own.
        long forMedia = bytes - bytes / 10 - heapBytes - OUTSIDE_HEAP;
        return new Load(
                Math.max(8, participants),
                cores * PIPELINES_PER_CORE,
                Math.max(MIN_PIXELS, cores * PIXELS_PER_CORE),
                Math.max(MIN_FOR_MEDIA, forMedia));
    }

    /** Whether the heap was nearly full after its last collection. */
    public static boolean isHeapFull() {
        return LASTING_POOLS.stream().anyMatch(pool -> isFull(pool.getCollectionUsage()));
    }

    static boolean isFull(MemoryUsage afterCollection) {
        return afterCollection.getMax() > 0 && afterCollection.getUsed() > FULL * afterCollection.getMax();
    }
}
