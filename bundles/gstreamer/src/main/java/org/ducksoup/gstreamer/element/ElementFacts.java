package org.ducksoup.gstreamer.element;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ducksoup.api.media.MediaKind;
import org.jspecify.annotations.Nullable;

/**
 * GStreamer's description of one kind of element.
 *
 * @param classes the words of its class, {@code Filter/Effect/Audio}
 * @param filtered the kind of raw media that the element takes at one pad and gives at another; null if it is no such
 *     filter
 * @param sinkPad name of the pad at which it takes media
 * @param sourcePad name of the pad at which it gives media
 * @param formats the formats of raw pictures that it takes; empty if they are not known
 */
public record ElementFacts(
        String factory,
        Set<String> classes,
        @Nullable MediaKind filtered,
        String sinkPad,
        String sourcePad,
        Set<String> formats,
        SortedMap<String, PropertyFacts> properties) {
    public ElementFacts {
        classes = Set.copyOf(classes);
        formats = Set.copyOf(formats);
        properties = new TreeMap<>(Map.copyOf(properties));
    }

    /** Packed red, green and blue. The output of decoders is converted for such an effect in any case. */
    public static final String PACKED = "BGRx";

    /**
     * Whether the element is faster on packed colours than on the format that GStreamer would choose. For elements that
     * take both, GStreamer chooses AYUV, which loses nothing and nearly doubles the cost of coloreffects.
     */
    public boolean worksBetterOnPacked() {
        return formats.contains(PACKED) && formats.contains("AYUV") && !formats.contains("I420");
    }
}
