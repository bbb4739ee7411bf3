package org.ducksoup.gstreamer.lab;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.element.NativeElement;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** GStreamer elements that a lab's bundle has combined; their properties are written {@code element.property}. */
public final class LabBin implements LabControl {
    private static final Logger LOGGER = LoggerFactory.getLogger(LabBin.class);

    private final String name;
    private final long bin;
    private final Map<String, String> live;

    /** @param live the page's names of properties, to {@code element.property} */
    public LabBin(String name, long bin, Map<String, String> live) {
        this.name = name;
        this.bin = bin;
        this.live = live;
    }

    /** Sets numbers only, and only properties that can be set while media flows, because a text could name a file. */
    @Override
    public void set(String property, double value) {
        set(
                property,
                value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value),
                facts -> facts.isNumber() && facts.live());
    }

    /** A value that the lab wrote, parsed by the property's own type. */
    public void set(String property, String text) {
        set(property, text, PropertyFacts::writable);
    }

    private void set(String written, String text, Predicate<PropertyFacts> settable) {
        String property = live.getOrDefault(written, written);
        int dot = property.indexOf('.');
        long element = dot < 0 ? 0 : GstLibrary.gst_bin_get_by_name(bin, property.substring(0, dot));
        if (element == 0) {
            LOGGER.warn("effect {} has no {}; it must be element.property", name, property);
            return;
        }
        try {
            NativeElement target = NativeElement.of(element);
            Optional<PropertyFacts> facts = target.property(property.substring(dot + 1));
            Optional<PropertyFacts.TypedValue> typed = facts.flatMap(known -> known.parse(text));
            if (facts.isPresent() && typed.isPresent() && settable.test(facts.get())) {
                target.set(facts.get(), typed.get());
            } else {
                LOGGER.warn("effect {} does not take {} = {}", name, property, text);
            }
        } finally {
            GstLibrary.gst_object_unref(element);
        }
    }

    @Override
    public boolean isLate(long nowNanos) {
        return false;
    }

    @Override
    public void close() {
        // Nothing to do: the elements end with the pipeline.
    }
}
