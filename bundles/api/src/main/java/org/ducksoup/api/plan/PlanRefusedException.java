package org.ducksoup.api.plan;

/** A join that does not fit a plan. The message is for the page's author, and says nothing of conditions. */
public class PlanRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String value;

    /**
     * A refusal.
     *
     * @param key the member of the join that is wrong
     * @param value as the page or its token has it
     * @param message a sentence: what is allowed
     */
    public PlanRefusedException(String key, String value, String message) {
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
