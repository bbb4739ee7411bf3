package org.ducksoup.stats.log;

/** Where lines go. Nothing here throws; lines come one at a time. */
interface LineDestination extends AutoCloseable {
    void write(LogEntry entry);

    @Override
    void close();
}
