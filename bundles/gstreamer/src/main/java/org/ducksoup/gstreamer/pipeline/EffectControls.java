package org.ducksoup.gstreamer.pipeline;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The effects of one participant that have names, and what is set live on them. A value for a pipeline that is only prepared
 * waits for its start. Thread-safe once all media are added.
 */
final class EffectControls {
    private static final Logger LOGGER = LoggerFactory.getLogger(EffectControls.class);

    private final PipelineEnvironment environment;
    private final ControlRamps ramps;
    private final Map<String, Target> targets = new HashMap<>();

    private final Object beginning = new Object();
    /** Guarded by beginning. */
    private boolean begun;

    /**
     * @param element the effect as it was asked for
     * @param facts the settable properties of a GStreamer element; null for a lab's effect
     */
    private record Target(
            Medium medium,
            String step,
            Element element,
            @Nullable ElementFacts facts) {}

    EffectControls(PipelineEnvironment environment) {
        this.environment = environment;
        ramps = new ControlRamps(this::later, System::nanoTime);
    }

    private void later(Duration delay, Runnable task) {
        try {
            environment.control().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("no value is set after the end", e);
        }
    }

    void add(Medium medium) {
        List<Element> effects = MediumPlan.effects(medium.design().processing());
        for (int i = 0; i < effects.size(); i++) {
            add(medium, MediumPlan.effectStep(i), effects.get(i));
        }
    }

    private void add(Medium medium, String step, Element element) {
        String name = element.controlName();
        if (name != null) {
            ElementFacts facts = environment.labs().has(element.factory())
                    ? null
                    : environment.check().find(element.factory()).orElse(null);
            targets.put(name, new Target(medium, step, element, facts));
        }
    }

    /** The media are there. */
    void begin() {
        synchronized (beginning) {
            begun = true;
            ramps.beginPrepared();
        }
    }

    /** As {@link org.ducksoup.api.pipeline.MediaPipeline#set}. */
    void set(String controlName, String property, PropertyValue value, Duration duration, ChangeTime when) {
        Target target = targets.get(controlName);
        if (target == null) {
            throw new IllegalArgumentException("no effect has the name " + controlName);
        }
        ControlRamps.Key key = new ControlRamps.Key(target.medium().design().kind() + target.step(), property);
        ElementFacts element = target.facts();
        if (element == null) {
            double number = number(property, value);
            environment.labs().checkLive(target.element().factory(), property, number);
            double initial = environment.labs().initial(target.element(), property);
            aim(new ControlRamps.Aim(target.medium(), target.step(), key, null, null, number, initial, duration, when));
            return;
        }
        PropertyFacts facts;
        PropertyFacts.TypedValue typed;
        try {
            facts = environment.check().property(element, property);
            typed = environment.check().liveValue(element, property, value);
        } catch (PipelineSpecificationException e) {
            throw new IllegalArgumentException(e.key() + ", " + e.value() + ": " + e.getMessage(), e);
        }
        double number = facts.isNumber() ? facts.numberOf(typed) : 0;
        aim(new ControlRamps.Aim(
                target.medium(), target.step(), key, facts, typed, number, Double.NaN, duration, when));
    }

    /** As {@link org.ducksoup.api.pipeline.MediaPipeline#setInCircuit}. */
    void setInCircuit(String controlName, boolean in, ChangeTime when) {
        Target target = targets.get(controlName);
        if (target == null) {
            throw new IllegalArgumentException("no effect has the name " + controlName + "; "
                    + (targets.isEmpty()
                            ? "none has a name"
                            : "there are " + String.join(", ", new TreeSet<>(targets.keySet()))));
        }
        target.medium().setInCircuit(target.step(), in, when);
    }

    private void aim(ControlRamps.Aim aim) {
        synchronized (beginning) {
            if (!begun) {
                ramps.prepare(aim);
                return;
            }
        }
        ramps.begin(aim);
    }

    private static double number(String property, PropertyValue value) {
        double number = Double.NaN;
        if (value instanceof PropertyValue.FloatValue real) {
            number = real.value();
        } else if (value instanceof PropertyValue.DoubleValue real) {
            number = real.value();
        } else if (value instanceof PropertyValue.IntValue whole) {
            number = whole.value();
        }
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(property + " must be a number: effects of labs take no others");
        }
        return number;
    }

    /** Sets the last values on a medium that is being built again, on the thread that builds it. */
    void restore(MediaKind kind, LiveProperties properties) {
        ramps.restore(kind, properties);
    }
}
