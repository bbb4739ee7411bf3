package org.ducksoup.gstreamer.pool;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a worker has ended, from what its virtual machine printed and from its exit status. Thread-safe. */
final class CrashReport {
    private static final Pattern SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+) \\(0x.*");
    private static final Pattern FRAME = Pattern.compile("# [A-Za-z]\\s+\\[([^+\\]]+)\\+?.*");
    private static final Pattern OUT_OF_MEMORY = Pattern.compile("# There is insufficient memory.*");
    /** A shell and bubblewrap say by such a status that a signal has ended the process. */
    private static final int BY_SIGNAL = 128;

    private static final Map<Integer, String> SIGNALS = Map.of(
            4, "SIGILL", 5, "SIGTRAP", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 15,
            "SIGTERM", 31, "SIGSYS");

    private @Nullable String signal;
    private @Nullable String library;
    private boolean outOfMemory;

    /** A line of the worker's output. */
    synchronized void read(String line) {
        Matcher signals = SIGNAL.matcher(line);
        Matcher frames = FRAME.matcher(line);
        if (signal == null && signals.matches()) {
            signal = signals.group(1);
        } else if (library == null && frames.matches()) {
            library = frames.group(1);
        } else if (OUT_OF_MEMORY.matcher(line).matches()) {
            outOfMemory = true;
        }
    }

    /** {@code signal SIGSEGV in libgstlab.so}, {@code memory}, {@code exit status 1}. */
    synchronized String reason(int status) {
        if (outOfMemory) {
            return "memory: there is not enough on this machine";
        }
        String known = signal == null && status > BY_SIGNAL
                ? SIGNALS.getOrDefault(status - BY_SIGNAL, Integer.toString(status - BY_SIGNAL))
                : signal;
        return known == null ? "exit status " + status : "signal " + known + (library == null ? "" : " in " + library);
    }
}
