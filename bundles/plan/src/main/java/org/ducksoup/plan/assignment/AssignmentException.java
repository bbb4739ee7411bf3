package org.ducksoup.plan.assignment;

/** An interaction that gets no condition. */
public final class AssignmentException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String value;

    /**
     * @param key the member of the join that is wrong
     * @param message a sentence that a page may read: without conditions
     */
    AssignmentException(String key, String value, String message) {
        super(message);
        this.key = key;
        this.value = value;
    }

    public String key() {
        return key;
    }

    public String value() {
        return value;
    }
}
