package org.ducksoup.bench.load;

/** A run that gives no figures. The message is a sentence for the person who started it. */
public final class LoadFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public LoadFailure(String sentence) {
        super(sentence);
    }

    public LoadFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** The sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
