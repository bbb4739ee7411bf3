package org.ducksoup.shell.part;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A lab's bundle that was installed or updated.
 *
 * @param bundle its symbolic name
 * @param updated whether an earlier version was there
 * @param offers what pages and settings can use now
 */
record Deployment(String bundle, String version, boolean updated, List<Offer> offers) {
    Deployment {
        offers = List.copyOf(offers);
    }

    /**
     * @param kind {@code effect}, {@code recorder}, {@code estimator} or {@code observer}
     * @param hint how it is used, or what it still waits for
     */
    record Offer(String kind, String name, String hint) {}

    String sentence() {
        return bundle + " " + version + (updated ? " is updated:" : " is installed:")
                + offers.stream()
                        .map(offer -> "\n  " + offer.kind() + " " + offer.name() + ": " + offer.hint())
                        .collect(Collectors.joining());
    }

    /** {@code {"bundle", "version", "updated", "offers"}}. */
    Map<String, Object> document() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bundle", bundle);
        json.put("version", version);
        json.put("updated", updated);
        json.put(
                "offers",
                offers.stream()
                        .map(offer -> Map.of("kind", offer.kind(), "name", offer.name(), "hint", offer.hint()))
                        .toList());
        return json;
    }
}
