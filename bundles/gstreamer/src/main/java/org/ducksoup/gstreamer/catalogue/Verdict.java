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
 * The list's entry for one element.
 *
 * @param reason one sentence or more
 * @param properties the properties in the list; others cannot be set
 */
record Verdict(String element, MediaKind kind, Ruling ruling, String reason, SortedMap<String, Bounds> properties) {
    enum Ruling {
        /** Allowed with all values that GStreamer takes. */
        ALLOWED,
        /** Allowed with some of these values. */
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

    /**
     * The element as pages may use it, without the values that are out of bounds and without the properties that were
     * not measured.
     */
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

    /** Why a property is bounded or refused; empty if the list gives no reason. */
    String reason(String property) {
        Bounds bounds = properties.get(property);
        return bounds == null ? "" : bounds.reason();
    }
}
