package org.ducksoup.stats.log;

import java.io.PrintStream;

/** Standard output or standard error. Both belong to the process and are never closed. */
record StreamDestination(PrintStream stream, LineFormat format) implements LineDestination {
    @Override
    public void write(LogEntry entry) {
        byte[] line = format.bytes(entry);
        stream.write(line, 0, line.length);
        stream.flush();
    }

    @Override
    public void close() {
        stream.flush();
    }
}
