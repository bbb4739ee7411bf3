package org.ducksoup.sfu.routing;

import java.util.Collection;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.sfu.media.Participant;
import org.ducksoup.sfu.media.PublishedTrack;
import org.ducksoup.sfu.negotiation.OfferCause;

/**
 * What sends tracks to the server and receives the tracks of others (RFC 7656 section 2.2.1). On the interaction's
 * thread.
 */
public interface Endpoint {
    Participant participant();

    /** The tracks that the endpoint sends. */
    Collection<PublishedTrack> published();

    /** Sends one more track to the endpoint, from the next {@link #negotiate} on. */
    RtpSender addTrack(OutboundTrack track);

    void removeTrack(RtpSender sender);

    /** Makes an offer. While another offer is outstanding, this one follows its answer. */
    void negotiate(OfferCause cause);
}
