package org.ducksoup.api.transport;

/**
 * What has been sent of one track since it began.
 *
 * @param packets packets given to the socket
 * @param bytes their payload bytes
 * @param discarded packets that could not be sent (not connected, socket full)
 */
public record SendReport(long packets, long bytes, long discarded) {}
