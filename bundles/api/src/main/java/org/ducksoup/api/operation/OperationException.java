package org.ducksoup.api.operation;

/** An operator's wish that cannot be carried out. Nothing has changed. The message says why, and what is possible. */
public class OperationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Cause kind;
    private final String key;

    public enum Cause {
        /** There is no such interaction, or no such participant in it. */
        UNKNOWN,
        /** A value is outside of what is allowed. */
        BAD_VALUE,
        /** The interaction did not answer in time: it may still do what was asked of it. */
        NO_ANSWER
    }

    public OperationException(Cause kind, String message) {
        this(kind, "", message);
    }

    /** @param key which value is wrong, or what is unknown: {@code seconds}, {@code userId} */
    public OperationException(Cause kind, String key, String message) {
        super(message);
        this.kind = kind;
        this.key = key;
    }

    public Cause kind() {
        return kind;
    }

    /** Which value is wrong, or what is unknown; empty if it is none of several values. */
    public String key() {
        return key;
    }
}
