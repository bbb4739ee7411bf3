package org.ducksoup.transport.drop;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts unused packets of a port by cause. Packet paths call it, so it takes no lock and writes no log line. */
public final class DroppedPackets {
    /** The period of {@link #report}: one line for each cause, however many packets arrive. */
    public static final long REPORT_SECONDS = 10;

    private static final Logger LOGGER = LoggerFactory.getLogger(DroppedPackets.class);

    private final Map<DropCause, LongAdder> counts = new EnumMap<>(DropCause.class);
    private final Map<DropCause, Long> reported = new EnumMap<>(DropCause.class);

    public DroppedPackets() {
        for (DropCause cause : DropCause.values()) {
            counts.put(cause, new LongAdder());
        }
    }

    public void count(DropCause cause) {
        count(cause, 1);
    }

    public void count(DropCause cause, long packets) {
        LongAdder adder = counts.get(cause);
        if (adder != null) {
            adder.add(packets);
        }
    }

    /** The number of packets of one cause since the port was opened. */
    public long of(DropCause cause) {
        LongAdder adder = counts.get(cause);
        return adder == null ? 0 : adder.sum();
    }

    /** The number of packets of each cause, by name, since the port was opened. */
    public Map<String, Long> byCause() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (DropCause cause : DropCause.values()) {
            all.put(cause.token(), of(cause));
        }
        return all;
    }

    /** The number of packets of all causes since the port was opened. */
    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /**
     * Writes a line for each cause that had packets since the last call.
     *
     * @return how many lines
     */
    public synchronized int report() {
        int lines = 0;
        for (DropCause cause : DropCause.values()) {
            long now = of(cause);
            long since = now - reported.getOrDefault(cause, 0L);
            if (since > 0) {
                reported.put(cause, now);
                lines++;
                LOGGER.info(
                        "packets_dropped cause {}: {} in the last {} s, {} in all",
                        cause.token(),
                        since,
                        REPORT_SECONDS,
                        now);
            }
        }
        return lines;
    }
}
