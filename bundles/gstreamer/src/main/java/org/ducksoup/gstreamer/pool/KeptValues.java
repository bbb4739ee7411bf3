package org.ducksoup.gstreamer.pool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.ducksoup.gstreamer.element.PropertyFacts.TypedValue;
import org.ducksoup.gstreamer.pipeline.LiveProperties;
import org.ducksoup.gstreamer.pipeline.MediumPlan;
import org.ducksoup.gstreamer.wire.Message;
import org.jspecify.annotations.Nullable;

/** The properties of a medium as they were set last, for the next worker. Setting goes to the one that runs. Thread-safe. */
final class KeptValues {
    private final Processing processing;
    private final BiConsumer<Message.Value, ChangeTime> running;
    /** By step and property. Guarded by itself. */
    private final Map<String, Message.Value> values = new LinkedHashMap<>();

    /** @param running sends a value to the worker that runs, if one does */
    KeptValues(Processing processing, BiConsumer<Message.Value, ChangeTime> running) {
        this.processing = processing;
        this.running = running;
    }

    List<Message.Value> all() {
        synchronized (values) {
            return List.copyOf(values.values());
        }
    }

    private Message.@Nullable Value find(String step, String property) {
        synchronized (values) {
            return values.get(step + " " + property);
        }
    }

    /** The properties, for what counts from a time on. */
    LiveProperties at(ChangeTime when) {
        return new LiveProperties() {
            @Override
            public double number(String step, PropertyFacts property) {
                return lastNumber(step, property);
            }

            @Override
            public void set(String step, PropertyFacts property, TypedValue value) {
                keep(new Message.Value(step, property.name(), value), when);
            }

            @Override
            public void setLab(String step, String property, double value) {
                keep(new Message.Value(step, property, new TypedValue.RealValue(value)), when);
            }
        };
    }

    private double lastNumber(String step, PropertyFacts property) {
        Message.Value set = find(step, property.name());
        if (set != null) {
            return property.numberOf(set.value());
        }
        String written = MediumPlan.effect(processing, step)
                .map(element -> element.properties().get(property.name()))
                .orElse(property.initial());
        return written == null
                ? Double.NaN
                : property.parse(written).map(property::numberOf).orElse(Double.NaN);
    }

    private void keep(Message.Value next, ChangeTime when) {
        synchronized (values) {
            values.put(next.step() + " " + next.property(), next);
        }
        running.accept(next, when);
    }
}
