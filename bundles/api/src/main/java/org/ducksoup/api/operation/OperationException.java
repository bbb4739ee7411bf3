package org.ducksoup.api.operation;

/** An operator's wish that cannot be carried out. Nothing has changed. The message says why, and what is possible. */
public class OperationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Cause kind;

    public enum Cause {
        /** There is no such interaction, or no such participant in it. */
        UNKNOWN,
        /** A value is outside of what is allowed. */
        BAD_VALUE,
        /** The interaction did not answer in time: it may still do what was asked of it. */
        NO_ANSWER
    }

    public OperationException(Cause kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Cause kind() {
        return kind;
    }
}
