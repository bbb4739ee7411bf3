package org.ducksoup.gstreamer.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process uses, from {@code /proc}. */
final class Usage {
    private static final long PAGE = 4096;
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private Usage() {}

    /**
     * @param residentBytes memory that is really there
     * @param processorNanos used since the start of the process
     */
    record Reading(long residentBytes, long processorNanos) {}

    /** @throws IOException if there is no such process */
    static Reading of(long pid) throws IOException {
        Path directory = Path.of("/proc", Long.toString(pid));
        String[] pages = Files.readString(directory.resolve("statm")).split(" ");
        String stat = Files.readString(directory.resolve("stat"));
        // The second field is the command in parentheses, which may have spaces in it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
        return new Reading(Long.parseLong(pages[1]) * PAGE, ticks * NANOS_PER_TICK);
    }
}
