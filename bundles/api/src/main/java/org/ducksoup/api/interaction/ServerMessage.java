package org.ducksoup.api.interaction;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.SessionDescription;
import org.jspecify.annotations.Nullable;

/** A message of the server to a client, one record per kind of the wire protocol. */
public sealed interface ServerMessage {
    record Offer(SessionDescription description) implements ServerMessage {}

    record Candidate(IceCandidate candidate) implements ServerMessage {}

    /**
     * First answer to a good join.
     *
     * @param iceServers the servers from which the client builds its peer connection
     * @param resumeToken lets a client that lost its channel resume this session with its media untouched; a secret
     *     of this client, different in each answer
     * @param handled how many messages of the client the server has handled on the earlier channels of this session;
     *     {@link Resumption#UNKNOWN} if the session is new
     * @param waiting how long the interaction still waits for everybody before it is aborted; null once it has started
     */
    record Joined(
            Context context,
            List<IceServer> iceServers,
            String resumeToken,
            long handled,
            @Nullable Duration waiting) implements ServerMessage {
        public Joined {
            iceServers = List.copyOf(iceServers);
        }

        /** Into an interaction that has started. */
        public Joined(Context context, List<IceServer> iceServers, String resumeToken, long handled) {
            this(context, iceServers, resumeToken, handled, null);
        }

        public enum Context {
            NEW_INTERACTION,
            EXISTING_INTERACTION,
            RECONNECTION
        }
    }

    record OtherJoined(String userId, String streamId) implements ServerMessage {}

    record OtherLeft(String userId, String streamId) implements ServerMessage {}

    /** @param remaining until the end */
    record Start(Duration remaining) implements ServerMessage {}

    /**
     * The end was moved by an operator.
     *
     * @param remaining until the new end
     */
    record Extended(Duration remaining) implements ServerMessage {}

    /**
     * A text of an operator for the participant.
     *
     * @param text plain, not HTML
     */
    record Message(String text) implements ServerMessage {}

    record Ending() implements ServerMessage {}

    /** @param byUser recorded files of each participant, relative to the data directory, with {@code /} between the parts */
    record Files(Map<String, List<String>> byUser) implements ServerMessage {}

    /** @param reason why the interaction ended before its time; null if its time was over */
    record End(@Nullable Reason reason) implements ServerMessage {
        /** The time of the interaction is over. */
        public End() {
            this(null);
        }
    }

    /** The client is not admitted, or has to leave; the channel closes after this message. */
    record Refused(Refusal refusal, @Nullable Reason reason) implements ServerMessage {}

    /** Why a client is refused: the {@code error-*} kinds of the wire protocol. */
    enum Refusal {
        JOIN,
        DUPLICATE,
        FULL,
        ABORTED,
        PEER_CONNECTION;

        /** The kind on the wire: {@code error-peer-connection}. */
        public String kind() {
            return "error-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The spelling in metrics: {@code peer_connection}. */
        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The reason of a refusal, or of an early end, for the page's author.
     *
     * @param key the member that is wrong, or a word for what went wrong
     * @param value its value
     * @param message a sentence: what is allowed, or what to do
     */
    record Reason(String key, String value, String message) {}

    /**
     * {@code RTCIceServer} of W3C WebRTC.
     *
     * @param urls at least one
     * @param username of a TURN server, or null
     * @param credential of a TURN server, or null
     */
    record IceServer(
            List<String> urls,
            @Nullable String username,
            @Nullable String credential) {
        public IceServer {
            urls = List.copyOf(urls);
        }
    }
}
