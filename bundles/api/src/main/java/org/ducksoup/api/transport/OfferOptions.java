package org.ducksoup.api.transport;

/**
 * How an offer is made.
 *
 * @param iceRestart true for new ICE credentials (RFC 8445 section 9); media goes on over the old path until the new one works
 */
public record OfferOptions(boolean iceRestart) {
    public static final OfferOptions PLAIN = new OfferOptions(false);
    public static final OfferOptions ICE_RESTART = new OfferOptions(true);
}
