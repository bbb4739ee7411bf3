package org.ducksoup.sfu.media;

/**
 * How long effects have held the packets of a medium, in whole milliseconds.
 *
 * @param medianMillis half of the packets took no longer
 * @param highMillis 99 % took no longer
 */
public record EffectDelay(int medianMillis, int highMillis) {}
