package org.ducksoup.signaling;

import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.interaction.ServerMessage.Refusal;
import org.ducksoup.api.interaction.ServerMessage.Refused;

/** A frame that is no message of the protocol. Cheap to throw: clients decide how often it happens. */
final class ClientMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String kind;
    private final transient Reason reason;

    /**
     * @param kind of the message, or empty where the frame has none
     * @param reason safe to show
     */
    ClientMessageException(String kind, Reason reason) {
        super(reason.message(), null, false, false);
        this.kind = kind;
        this.reason = reason;
    }

    String kind() {
        return kind;
    }

    Reason reason() {
        return reason;
    }

    /** What a client is told that is not in yet. */
    Refused refused() {
        return new Refused(Refusal.JOIN, reason);
    }
}
