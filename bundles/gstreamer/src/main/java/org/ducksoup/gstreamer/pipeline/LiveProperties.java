package org.ducksoup.gstreamer.pipeline;

import org.ducksoup.gstreamer.element.PropertyFacts;
import org.ducksoup.gstreamer.element.PropertyFacts.TypedValue;

/** The properties of a running medium's effects. A step that the medium does not have is left out silently. */
public interface LiveProperties {
    /**
     * The current value of a number.
     *
     * @param step name of the effect's step in the medium's plan
     * @return NaN if it is not known
     */
    double number(String step, PropertyFacts property);

    void set(String step, PropertyFacts property, TypedValue value);

    /** Sets a property of a lab's effect. */
    void setLab(String step, String property, double value);
}
