package org.ducksoup.gstreamer.element;

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
 * @param formats of raw pictures it takes; empty when it does not say
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

    /** Packed red, green and blue: what decoders give has to be converted for it anyway. */
    public static final String PACKED = "BGRx";

    /**
     * Whether it is faster on packed colours than on what it would be given: GStreamer chooses AYUV for elements that take
     * both, since nothing is lost then, and nearly doubles what coloreffects costs.
     */
    public boolean worksBetterOnPacked() {
        return formats.contains(PACKED) && formats.contains("AYUV") && !formats.contains("I420");
    }
}
