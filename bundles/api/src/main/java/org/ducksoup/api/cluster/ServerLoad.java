package org.ducksoup.api.cluster;

/**
 * How much of a server is in use.
 *
 * @param interactions that live on it
 * @param participants who have a seat, or for whom one is kept
 * @param maxParticipants of its limit
 * @param pipelines of effects
 * @param maxPipelines of its limit
 * @param pixelsPerSecond of all pictures that are decoded
 * @param maxPixelsPerSecond of its limit
 * @param bytes of memory for media
 * @param maxBytes of its limit
 */
public record ServerLoad(
        int interactions,
        int participants,
        int maxParticipants,
        int pipelines,
        int maxPipelines,
        long pixelsPerSecond,
        long maxPixelsPerSecond,
        long bytes,
        long maxBytes) {}
