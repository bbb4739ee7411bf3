package org.ducksoup.api.effect;

import java.util.Map;
import java.util.Objects;

/** What an effect is made of. */
public sealed interface Effect {
    /**
     * GStreamer elements. They run in a process of their own, unless they are in a chain with {@link Frames} or the operator
     * wants no such processes.
     *
     * <p>The description is the lab's own text, and nothing of {@link EffectRequest#settings} belongs into it: a page that
     * writes {@code 1 ! filesink location=…} would write launch text. Name the element and set its property:
     *
     * <pre>{@code
     * new Effect.Bin("volume name=gain", Map.of("gain.volume", request.settings().getOrDefault("factor", "1")))
     * }</pre>
     *
     * Values that mean something in launch syntax and are found in the description are refused.
     *
     * @param description in GStreamer's launch syntax; what comes in is converted to the format that the first element takes
     * @param initial typed properties to be set, {@code element.property} to value; checked against the property's type and
     *     GStreamer's range, which is often wider than what an element survives
     * @param live what a page sets during the call: its own name for a property, to {@code element.property}. Others it
     *     sets as {@code element.property}.
     */
    record Bin(String description, Map<String, String> initial, Map<String, String> live) implements Effect {
        public Bin {
            Objects.requireNonNull(description, "an effect of elements needs their description, and there is none");
            initial = Map.copyOf(initial);
            live = Map.copyOf(live);
        }

        public Bin(String description, Map<String, String> initial) {
            this(description, initial, Map.of());
        }
    }

    /**
     * Java code, run on every raw frame.
     *
     * @param processor one instance for one stream
     */
    record Frames(FrameProcessor processor) implements Effect {
        public Frames {
            Objects.requireNonNull(processor, "an effect of frames needs a processor, and there is none");
        }
    }
}
