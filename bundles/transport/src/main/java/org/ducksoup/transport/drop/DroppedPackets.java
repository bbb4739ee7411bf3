package org.ducksoup.transport.drop;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a port drops, by cause. Counting is for packet paths: no lock, no line in the log. */
public final class DroppedPackets {
    /** How often {@link #report} is to be called: one line for each cause in this time, however many packets come. */
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
        LongAdder adder = counts.get(cause);
        if (adder != null) {
            adder.increment();
        }
    }

    /** Since the port was opened. */
    public long of(DropCause cause) {
        LongAdder adder = counts.get(cause);
        return adder == null ? 0 : adder.sum();
    }

    /** Each cause by its name, since the port was opened. */
    public Map<String, Long> byCause() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (DropCause cause : DropCause.values()) {
            all.put(cause.token(), of(cause));
        }
        return all;
    }

    /** All of them, since the port was opened. */
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
