package org.ducksoup.settings;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a start with wrong settings: everything that is wrong, on stderr, and exit status 1. */
record Refusal(String message) {
    private static final Logger log = LoggerFactory.getLogger(Refusal.class);

    static Refusal of(List<String> problems) {
        return new Refusal("DuckSoup cannot start:\n  " + String.join("\n  ", problems));
    }

    /** Returns at once: the framework, which stops on the way, may wait for the caller. */
    void exit() {
        log.error(message);
        System.err.println(message);
        new Thread(() -> System.exit(1), "ducksoup-refusal").start();
    }
}
