package org.ducksoup.gstreamer.wire;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.PropertyFacts.TypedValue;
import org.ducksoup.gstreamer.pipeline.Medium;
import org.ducksoup.gstreamer.pipeline.MediumPlan;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the two sides say except packets, which {@link FrameReader} hands on without an object for each. A medium has a
 * number, which is used once in the life of a worker; an answer has the number of its question.
 */
public sealed interface Message {
    /** Increased with every change that an older worker would not understand. */
    int VERSION = 4;

    // From the worker

    /** The first message: GStreamer runs, and everything usual is loaded. */
    record Ready(int version, String gstreamer) implements Message {}

    /** Media flows. */
    record Started(int medium) implements Message {}

    record KeyFrameNeeded(int medium) implements Message {}

    /** A medium has failed, and is not tried again by the worker. {@link Freed} follows. */
    record Failed(int medium, String reason) implements Message {}

    /** Nothing of a medium is left. Its last message. */
    record Freed(int medium) implements Message {}

    record Description(int question, String graph) implements Message {}

    /**
     * @param elements all that were asked for and exist
     * @param problem why there are none, as a sentence; empty if there are some
     */
    record Elements(int question, List<ElementFacts> elements, String problem) implements Message {}

    record Pong(int question) implements Message {}

    // To the worker

    /** The first message. */
    record Setup(MediumPlan.Tuning tuning) implements Message {}

    /**
     * Builds and starts a medium.
     *
     * @param plugins files of plug-ins that are loaded before, as the worker sees them
     * @param waived elements that may have whatever values they take
     * @param labs effects of labs that are made of elements
     * @param nextSequence number of the first packet to come out; negative for any
     * @param bitsPerSecond of the encoder; negative for the initial rate
     * @param expectedLoss fraction of the packets, 0 to 1
     * @param values set before media flows
     * @param out steps of the effects that are out of circuit
     */
    record Open(
            int medium,
            Medium.Design design,
            List<String> plugins,
            Set<String> waived,
            List<LabEffect> labs,
            int nextSequence,
            long bitsPerSecond,
            double expectedLoss,
            List<Value> values,
            List<String> out)
            implements Message {
        public Open {
            plugins = List.copyOf(plugins);
            waived = Set.copyOf(waived);
            labs = List.copyOf(labs);
            values = List.copyOf(values);
            out = List.copyOf(out);
        }
    }

    /**
     * What a lab has made.
     *
     * @param settings what was asked for
     */
    record LabEffect(String name, Map<String, String> settings, Effect.Bin elements) {
        public LabEffect {
            settings = Map.copyOf(settings);
        }
    }

    /**
     * @param step name of the effect's step in the medium's plan
     * @param value of a lab's effect: a real number
     */
    record Value(String step, String property, TypedValue value) {}

    record SetValue(int medium, Value value) implements Message {}

    /**
     * Takes an effect out of circuit, or puts it in again.
     *
     * @param step as in {@link Value}
     */
    record Circuit(int medium, String step, boolean in) implements Message {}

    record KeyFrame(int medium) implements Message {}

    record Rate(int medium, long bitsPerSecond) implements Message {}

    record Loss(int medium, double fraction) implements Message {}

    record Close(int medium) implements Message {}

    record Describe(int question, int medium) implements Message {}

    /**
     * Asks for descriptions of elements.
     *
     * @param plugin file to be loaded, whose elements are asked for; null to ask for an installed element
     * @param element the installed element; null for all of the plug-in
     */
    record Find(
            int question, @Nullable String plugin, @Nullable String element) implements Message {}

    record Ping(int question) implements Message {}
}
