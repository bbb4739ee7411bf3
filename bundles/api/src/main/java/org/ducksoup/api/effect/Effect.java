package org.ducksoup.api.effect;

import java.util.Map;

/** What an effect is made of. */
public sealed interface Effect {
    /**
     * GStreamer elements.
     *
     * @param description in GStreamer's launch syntax, written by the lab; a client's values are never pasted into it
     * @param initial typed properties to be set, {@code element.property} to value
     */
    record Bin(String description, Map<String, String> initial) implements Effect {
        public Bin {
            initial = Map.copyOf(initial);
        }
    }

    /**
     * Java code, run on every raw frame.
     *
     * @param processor one instance for one stream
     */
    record Frames(FrameProcessor processor) implements Effect {}
}
