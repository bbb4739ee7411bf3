package org.ducksoup.api.transport;

/**
 * What has been received of one track since it began.
 *
 * @param packets packets received, duplicates left out
 * @param bytes their payload bytes
 * @param lost packets expected and not received; negative is possible with duplicates (RFC 3550 section 6.4.1)
 * @param jitterMillis interarrival jitter in milliseconds
 */
public record ReceptionReport(long packets, long bytes, long lost, double jitterMillis) {}
