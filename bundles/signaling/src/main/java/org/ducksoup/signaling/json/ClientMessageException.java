package org.ducksoup.signaling.json;

import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.interaction.ServerMessage.Refusal;
import org.ducksoup.api.interaction.ServerMessage.Refused;

/** A frame that is no message of the protocol. It has no stack trace, because clients decide how often it is thrown. */
public final class ClientMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String kind;
    private final transient Reason reason;

    /**
     * @param kind of the message, or empty if the frame has none
     * @param reason safe to show to the client
     */
    public ClientMessageException(String kind, Reason reason) {
        super(reason.message(), null, false, false);
        this.kind = kind;
        this.reason = reason;
    }

    public String kind() {
        return kind;
    }

    public Reason reason() {
        return reason;
    }

    /** The refusal that a client gets before it has joined. */
    public Refused refused() {
        return new Refused(Refusal.JOIN, reason);
    }
}
