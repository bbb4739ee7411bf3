package org.ducksoup.api.server;

import java.time.Instant;

/** Something that belongs to no interaction. The message that it becomes in the log stands with each. */
public sealed interface ServerEvent {
    /** When. */
    Instant at();

    /**
     * {@code not_found}, context {@code server}: somebody asked for what is not there.
     *
     * @param path as it stands in the request line; strangers choose it
     * @param others requests like this that were not published one by one since the last event, not negative
     */
    record NotFound(Instant at, String path, long others) implements ServerEvent {}
}
