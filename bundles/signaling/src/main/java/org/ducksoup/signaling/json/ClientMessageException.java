package org.ducksoup.signaling.json;

import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.interaction.ServerMessage.Refusal;
import org.ducksoup.api.interaction.ServerMessage.Refused;

/** A frame that is no message of the protocol. Cheap to throw: clients decide how often it happens. */
public final class ClientMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String kind;
    private final transient Reason reason;

    /**
     * @param kind of the message, or empty where the frame has none
     * @param reason safe to show
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

    /** What a client is told that is not in yet. */
    public Refused refused() {
        return new Refused(Refusal.JOIN, reason);
    }
}
