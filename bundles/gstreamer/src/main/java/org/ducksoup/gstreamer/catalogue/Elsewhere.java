package org.ducksoup.gstreamer.catalogue;

import java.util.Optional;
import org.ducksoup.gstreamer.element.ElementFacts;

/** Effects whose code does not run in this process. Thread-safe. */
public interface Elsewhere {
    /** Everything runs in this process. */
    Elsewhere NOWHERE = new Elsewhere() {
        @Override
        public boolean brings(String element) {
            return false;
        }

        @Override
        public boolean runs(String element) {
            return false;
        }

        @Override
        public Optional<ElementFacts> find(String element) {
            return Optional.empty();
        }

        @Override
        public Optional<String> refusal(String element) {
            return Optional.empty();
        }
    };

    /** Whether a lab has brought the element in a plug-in, and this process does not know it. */
    boolean brings(String element);

    /** Whether the element runs in another process only. */
    boolean runs(String element);

    /**
     * The description of an element whose plug-in is not loaded here. May wait some seconds.
     *
     * @return empty if it is loaded here, or cannot be described
     */
    Optional<ElementFacts> find(String element);

    /** Why an element cannot be used at the moment, as a sentence; empty if it can. */
    Optional<String> refusal(String element);
}
