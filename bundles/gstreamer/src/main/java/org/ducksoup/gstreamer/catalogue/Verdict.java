package org.ducksoup.gstreamer.catalogue;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.gstreamer.element.Domain;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.PropertyFacts;

/**
 * What the list says about one element.
 *
 * @param reason a sentence or several
 * @param properties the ones it knows; others cannot be set
 */
record Verdict(String element, MediaKind kind, Ruling ruling, String reason, SortedMap<String, Bounds> properties) {
    enum Ruling {
        /** With all values that GStreamer takes. */
        ALLOWED,
        /** With some of them. */
        NARROWED,
        REFUSED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Verdict {
        properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    }

    Verdict with(SortedMap<String, Bounds> others) {
        return new Verdict(element, kind, ruling, reason, others);
    }

    /** The element as a page may have it: values that are out of bounds, and properties nobody has measured, are not there. */
    ElementFacts bounded(ElementFacts facts) {
        Map<String, PropertyFacts> bounded = new TreeMap<>();
        facts.properties().forEach((name, property) -> bounded.put(name, bounded(property)));
        return new ElementFacts(
                facts.factory(),
                facts.classes(),
                facts.filtered(),
                facts.sinkPad(),
                facts.sourcePad(),
                facts.formats(),
                new TreeMap<>(bounded));
    }

    private PropertyFacts bounded(PropertyFacts property) {
        Bounds bounds = properties.get(property.name());
        Optional<Domain> domain = bounds == null ? Optional.empty() : bounds.within(property.domain());
        boolean writable = property.writable() && domain.isPresent();
        return new PropertyFacts(
                property.name(),
                property.type(),
                writable,
                writable && property.live() && bounds != null && bounds.live(),
                domain.orElse(property.domain()),
                property.initial(),
                property.description());
    }

    /** Why a property is narrowed or refused; empty when there is nothing to say. */
    String reason(String property) {
        Bounds bounds = properties.get(property);
        return bounds == null ? "" : bounds.reason();
    }
}
