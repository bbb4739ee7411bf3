package org.ducksoup.gstreamer;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ducksoup.api.media.MediaKind;
import org.jspecify.annotations.Nullable;

/**
 * What GStreamer says about one kind of element.
 *
 * @param classes the words of its class, {@code Filter/Effect/Audio}
 * @param filtered the kind of raw media it takes at one pad and gives at another; null when it is not made like that
 * @param sinkPad name of the pad it takes media at
 * @param sourcePad name of the pad it gives media at
 */
record ElementFacts(
        String factory,
        Set<String> classes,
        @Nullable MediaKind filtered,
        String sinkPad,
        String sourcePad,
        SortedMap<String, PropertyFacts> properties) {
    ElementFacts {
        classes = Set.copyOf(classes);
        properties = new TreeMap<>(Map.copyOf(properties));
    }
}
