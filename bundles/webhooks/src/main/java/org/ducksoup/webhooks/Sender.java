package org.ducksoup.webhooks;

import java.util.function.Consumer;

/** Makes one attempt to deliver a message. */
interface Sender {
    /**
     * Sends, and returns at once.
     *
     * @param onResult called once at most, on any thread
     * @return ends the attempt; there may be a result all the same
     */
    Runnable send(Delivery delivery, Consumer<Result> onResult);

    /**
     * How an attempt ended.
     *
     * @param outcome what follows from it
     * @param reason why it was not accepted, for the log; empty if it was
     */
    record Result(Outcome outcome, String reason) {
        static Result accepted() {
            return new Result(Outcome.ACCEPTED, "");
        }
    }

    enum Outcome {
        ACCEPTED,
        /** The receiver will not take this message, however often it is sent. */
        REFUSED,
        /** The receiver may take it later. */
        FAILED
    }
}
