package org.ducksoup.microbench;

import org.ducksoup.api.media.MediaKind;
import org.ducksoup.transport.nack.PacketCache;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Keeping each packet that is sent for a second, and finding one again. */
@State(Scope.Thread)
public class PacketCacheBenchmark {
    private static final int LENGTH = 1000;
    private static final int HEADER = 28;

    private final PacketCache cache = PacketCache.of(MediaKind.VIDEO);
    private final byte[] packet = Packets.rtp(42, 1, LENGTH, 0);
    private final byte[] copy = new byte[LENGTH];
    private int sequenceNumber;
    private long nowNanos = 1;

    @Benchmark
    public void store() {
        cache.store(++sequenceNumber & 0xffff, packet, LENGTH, HEADER, nowNanos++);
    }

    /** Three packets are stored for each that is taken, because no more than half of the bytes are sent again. */
    @Benchmark
    public int storeThreeAndTakeOne() {
        store();
        store();
        store();
        return cache.take(sequenceNumber & 0xffff, copy, 0, nowNanos, 0);
    }
}
