package org.ducksoup.settings;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a start that cannot succeed: prints the sentences on stderr and ends the process with an exit status. */
record Refusal(String message, int status) {
    private static final Logger log = LoggerFactory.getLogger(Refusal.class);

    /** Prints every problem of the settings. */
    static Refusal of(List<String> problems) {
        return new Refusal("DuckSoup cannot start:\n  " + String.join("\n  ", problems), 1);
    }

    /**
     * {@code DUCKSOUP_MODE=FRONT_BUILD}: the launcher of the sources has built the front end already, and a
     * distribution has nothing to build.
     */
    static Refusal frontBuild() {
        return new Refusal(
                "DUCKSOUP_MODE is FRONT_BUILD: the front end of this distribution is built already, and the server does not"
                        + " start.",
                0);
    }

    /** Returns at once: stopping the framework may have to wait for the calling thread. */
    void exit() {
        if (status == 0) {
            log.info(message);
        } else {
            log.error(message);
        }
        System.err.println(message);
        new Thread(() -> System.exit(status), "ducksoup-refusal").start();
    }
}
