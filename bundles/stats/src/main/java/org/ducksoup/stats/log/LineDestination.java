package org.ducksoup.stats.log;

/** A destination of log lines. No method throws. Calls never overlap. */
interface LineDestination extends AutoCloseable {
    void write(LogEntry entry);

    @Override
    void close();
}
