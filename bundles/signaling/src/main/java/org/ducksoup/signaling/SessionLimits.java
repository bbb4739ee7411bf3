package org.ducksoup.signaling;

import java.time.Duration;

/**
 * The limits of one socket.
 *
 * @param joinTimeout time from opening to {@code join}
 * @param messagesPerSecond in the long run
 * @param burst messages at once
 * @param maxIgnored messages that may be dropped before the socket is closed
 */
record SessionLimits(Duration joinTimeout, int messagesPerSecond, int burst, int maxIgnored) {}
