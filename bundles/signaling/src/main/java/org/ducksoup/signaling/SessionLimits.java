package org.ducksoup.signaling;

import java.time.Duration;

/**
 * The limits of one socket.
 *
 * @param joinTimeout time from opening to {@code join}
 * @param messagesPerSecond in the long run
 * @param burst messages at once
 * @param maxIgnored messages that may be dropped before the socket is closed
 * @param logBytesPerSecond bytes of log lines in the long run
 */
record SessionLimits(Duration joinTimeout, int messagesPerSecond, int burst, int maxIgnored, int logBytesPerSecond) {
    /** A page may log a whole result at once. */
    long logBurst() {
        return 16L * logBytesPerSecond;
    }
}
