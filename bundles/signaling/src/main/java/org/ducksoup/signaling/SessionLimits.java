package org.ducksoup.signaling;

import java.time.Duration;

/**
 * What one socket may do.
 *
 * @param joinTimeout after opening
 * @param messagesPerSecond in the long run
 * @param burst messages at once
 * @param maxIgnored messages without sense until the socket is closed
 */
record SessionLimits(Duration joinTimeout, int messagesPerSecond, int burst, int maxIgnored) {}
