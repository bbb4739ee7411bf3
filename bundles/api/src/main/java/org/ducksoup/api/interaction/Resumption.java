package org.ducksoup.api.interaction;

/**
 * A client's request to continue its session on another channel.
 *
 * @param token of the last {@link ServerMessage.Joined} that the client got
 * @param heard how many messages of this session the client has got on all its channels so far, or {@link #UNKNOWN}
 *     from a client that does not count; the messages after these were lost with the channel
 */
public record Resumption(String token, long heard) {
    public static final long UNKNOWN = -1;
}
