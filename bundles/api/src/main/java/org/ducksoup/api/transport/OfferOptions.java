package org.ducksoup.api.transport;

/**
 * How an offer is made.
 *
 * @param iceRestart true for new ICE credentials (RFC 8445 section 9); media goes on over the old path until the new one works
 * @param audioLevels true to be sent the loudness with each packet of sound (RFC 6464)
 */
public record OfferOptions(boolean iceRestart, boolean audioLevels) {
    public static final OfferOptions PLAIN = new OfferOptions(false, false);
    public static final OfferOptions ICE_RESTART = new OfferOptions(true, false);

    public OfferOptions withAudioLevels(boolean asked) {
        return new OfferOptions(iceRestart, asked);
    }
}
