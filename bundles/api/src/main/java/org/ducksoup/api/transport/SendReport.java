package org.ducksoup.api.transport;

/**
 * What has been sent of one track since it began.
 *
 * @param packets packets given to the socket
 * @param bytes their payload bytes
 * @param withheld packets that came while the receiver did not expect any: before an answer, before the handshake was over
 * @param failed packets that the receiver was to get and that could not be sent: the socket did not take them, or they were too
 *     large for a datagram
 */
public record SendReport(long packets, long bytes, long withheld, long failed) {}
