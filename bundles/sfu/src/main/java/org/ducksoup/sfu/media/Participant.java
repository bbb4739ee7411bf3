package org.ducksoup.sfu.media;

import java.util.UUID;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.transport.OutboundTrack;

/**
 * Somebody who takes part in an interaction, however often they reconnect.
 *
 * @param userId as the page names them
 * @param streamId of the stream in which the others receive their tracks; stays the same over all connections
 */
public record Participant(String userId, String streamId) {
    /** A participant whose stream nobody has received before. */
    public static Participant named(String userId) {
        return new Participant(userId, UUID.randomUUID().toString());
    }

    /** A track of this participant as it is offered to the others. */
    public OutboundTrack track(Codec codec) {
        return new OutboundTrack(streamId, streamId + "-" + codec.kind().token(), codec, streamId);
    }
}
