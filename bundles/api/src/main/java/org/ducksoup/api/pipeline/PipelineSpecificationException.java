package org.ducksoup.api.pipeline;

/** A pipeline cannot be built from a specification. */
public final class PipelineSpecificationException extends Exception {
    /** The kind of a problem, for code that decides by it. The message is for people. */
    public enum Problem {
        /** A part does not exist, or a value cannot be. */
        INVALID,
        /** The effect exists, and cannot be used for this kind of media. */
        OTHER_KIND
    }

    private static final long serialVersionUID = 2L;

    private final Problem problem;
    private final String key;
    private final String value;

    /**
     * A problem of kind {@link Problem#INVALID}.
     *
     * @param key what is wrong: an element, or a property of one
     * @param value what it was
     * @param message a sentence: what is allowed
     */
    public PipelineSpecificationException(String key, String value, String message) {
        this(Problem.INVALID, key, value, message);
    }

    /**
     * A problem of any kind.
     *
     * @param key what is wrong: an element, or a property of one
     * @param value what it was
     * @param message a sentence: what is allowed
     */
    public PipelineSpecificationException(Problem problem, String key, String value, String message) {
        super(message);
        this.problem = problem;
        this.key = key;
        this.value = value;
    }

    public Problem problem() {
        return problem;
    }

    public String key() {
        return key;
    }

    public String value() {
        return value;
    }
}
