package org.ducksoup.api.pipeline;

/** A pipeline cannot be built from a specification. */
public final class PipelineSpecificationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String value;

    /**
     * @param key what is wrong: an element, or a property of one
     * @param value what it was
     * @param message a sentence: what is allowed
     */
    public PipelineSpecificationException(String key, String value, String message) {
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
