package org.ducksoup.bench.load;

import java.util.Map;
import java.util.stream.LongStream;
import org.ducksoup.testkit.server.ProcessCost;

/** What a server's process and its children use. Each call measures anew. */
public final class ServerCost {
    private final long pid;
    private final boolean java;

    /** @param java whether it can say what it allocates */
    public ServerCost(long pid, boolean java) {
        this.pid = pid;
        this.java = java;
    }

    /** Processor time so far, in steps of 10 ms. */
    public double cpuSeconds() {
        return processes()
                .mapToDouble(id -> new ProcessCost(id).cpuTime().toNanos() / 1e9)
                .sum();
    }

    public long residentBytes() {
        return processes().map(id -> new ProcessCost(id).residentBytes()).sum();
    }

    /** Has a Java server collect its garbage now. */
    public void collect() {
        if (java) {
            new ProcessCost(pid).jcmd("GC.run");
        }
    }

    public int threads() {
        return (int) processes().map(id -> new ProcessCost(id).threads()).sum();
    }

    /** Bytes that each live thread has allocated in the Java heap so far, by name; empty for a server that has none. */
    public Map<String, Long> allocated() {
        return java ? new ProcessCost(pid).allocatedBytesByThread() : Map.of();
    }

    /** @see ProcessCost#allocatedBytesSince */
    public long allocatedSince(Map<String, Long> before) {
        return java ? new ProcessCost(pid).allocatedBytesSince(before) : 0;
    }

    private LongStream processes() {
        return LongStream.concat(
                LongStream.of(pid),
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .mapToLong(ProcessHandle::pid));
    }
}
