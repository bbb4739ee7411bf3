package org.ducksoup.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The memory and processor time of a process on this Linux machine. Each call measures anew. */
public final class ProcessCost {
    /** The unit in which the kernel reports processor time, the same on every Linux that runs Java. */
    private static final long TICKS_PER_SECOND = 100;

    private static final Pattern THREAD =
            Pattern.compile("^\"(.*?)\" .*? allocated=([0-9]+)([BKMG]) .*", Pattern.MULTILINE);

    /** Collectors with generations say it one way, Shenandoah the other. */
    private static final Pattern USED = Pattern.compile("used (\\d+)([BKMG])|(\\d+)([BKMG]) used");

    /** The last line of a histogram: objects and bytes. */
    private static final Pattern TOTAL = Pattern.compile("^Total +\\d+ +(\\d+)", Pattern.MULTILINE);

    private static final Pattern REGION = Pattern.compile("\\[0x([0-9a-f]+), .*?0x([0-9a-f]+)\\)");
    private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-([0-9a-f]+) ");

    private final long pid;

    public ProcessCost(long pid) {
        this.pid = pid;
    }

    /** Resident memory, in bytes. */
    public long residentBytes() {
        String line = lines("status").stream()
                .filter(l -> l.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("process " + pid + " has no memory any more"));
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
    }

    /** Processor time so far, user and system, of all threads; in steps of 10 ms. */
    public Duration cpuTime() {
        String stat = String.join("", lines("stat"));
        // The name in parentheses may contain anything, so the fields are counted from its end.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    public int threads() {
        return count("task");
    }

    public int openFiles() {
        return count("fd");
    }

    /**
     * The bytes that every live thread of a JVM has allocated, by name; threads of the same name are added up. The
     * output of {@code jcmd} is rounded down to KB from 10 KB on, and to MB from 10 MB on.
     */
    public Map<String, Long> allocatedBytesByThread() {
        Map<String, Long> byThread = new LinkedHashMap<>();
        Matcher matcher = THREAD.matcher(jcmd("Thread.print", "-e"));
        while (matcher.find()) {
            long unit = 1L << (10 * "BKMG".indexOf(matcher.group(3).charAt(0)));
            byThread.merge(matcher.group(1), Long.parseLong(matcher.group(2)) * unit, Long::sum);
        }
        return byThread;
    }

    /** Bytes that live threads have allocated since then. What a thread has that ended meanwhile is not known. */
    public long allocatedBytesSince(Map<String, Long> before) {
        return allocatedBytesByThread().entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    /**
     * The bytes allocated by the live threads whose names begin with the prefix; the empty prefix means all threads.
     */
    public long allocatedBytes(String threadNamePrefix) {
        return allocatedBytesByThread().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(threadNamePrefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /**
     * The memory that a JVM cannot give back, in bytes: objects that are reachable, and classes. The second collection frees
     * what objects with finalizers and cleaners have held until the first.
     *
     * <p>What a collector calls used is more than that. Shenandoah counts what became garbage while it was collecting, and
     * what lies between living objects, and on a busy machine that is a lot.
     */
    public long usedAfterCollection() {
        jcmd("GC.run");
        jcmd("GC.run_finalization");
        jcmd("GC.run");
        Matcher total = TOTAL.matcher(jcmd("GC.class_histogram"));
        if (!total.find()) {
            throw new IllegalStateException("the histogram of classes has no total");
        }
        String info = jcmd("GC.heap_info");
        return Long.parseLong(total.group(1)) + used(info.substring(Math.max(0, info.indexOf("Metaspace"))));
    }

    /**
     * Resident memory outside the Java heap, in bytes: of native libraries, threads, classes. How much of the machine's memory
     * the heap keeps between collections tells nothing about a leak.
     */
    public long residentOutsideHeap() {
        return residentBytes() - residentHeap();
    }

    /** The heap that is in use, in bytes, without a collection before. */
    public long usedHeap() {
        String info = jcmd("GC.heap_info");
        int classes = info.indexOf("Metaspace");
        return used(classes < 0 ? info : info.substring(0, classes));
    }

    private static long used(String info) {
        return USED.matcher(info)
                .results()
                .mapToLong(result -> result.group(1) == null
                        ? bytes(result.group(3), result.group(4))
                        : bytes(result.group(1), result.group(2)))
                .sum();
    }

    private static long bytes(String number, String unit) {
        return Long.parseLong(number) << (10 * "BKMG".indexOf(unit));
    }

    /** Not all of what is committed has been written to. */
    private long residentHeap() {
        long from = Long.MAX_VALUE;
        long to = 0;
        Matcher regions = REGION.matcher(jcmd("GC.heap_info"));
        while (regions.find()) {
            from = Math.min(from, Long.parseLong(regions.group(1), 16));
            to = Math.max(to, Long.parseLong(regions.group(2), 16));
        }
        long resident = 0;
        boolean ofHeap = false;
        for (String line : lines("smaps")) {
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.find()) {
                // The kernel's own page has an address that is negative as a number.
                long start = Long.parseUnsignedLong(mapping.group(1), 16);
                ofHeap = start >= from && start < to;
            } else if (ofHeap && line.startsWith("Rss:")) {
                resident += Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return resident;
    }

    /** The output of a diagnostic command of the JVM, for instance {@code GC.heap_info}. */
    public String jcmd(String... command) {
        try {
            Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            Process process = new ProcessBuilder(
                            Stream.concat(Stream.of(jcmd.toString(), Long.toString(pid)), Stream.of(command))
                                    .toList())
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("jcmd " + List.of(command) + " failed: " + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int count(String directory) {
        try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(pid), directory))) {
            return (int) entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
