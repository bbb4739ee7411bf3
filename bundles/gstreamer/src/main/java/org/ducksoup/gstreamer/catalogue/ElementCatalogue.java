package org.ducksoup.gstreamer.catalogue;

import com.sun.jna.Pointer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.gstreamer.binding.GObjectLibrary;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.ducksoup.gstreamer.element.PropertyReader;
import org.freedesktop.gstreamer.Caps;
import org.freedesktop.gstreamer.ElementFactory;
import org.freedesktop.gstreamer.PadDirection;
import org.freedesktop.gstreamer.PadPresence;
import org.freedesktop.gstreamer.StaticPadTemplate;
import org.freedesktop.gstreamer.glib.Natives;
import org.jspecify.annotations.Nullable;

/**
 * The elements of this installation. Each is looked up when it is asked for, without creating an element. Thread-safe.
 */
public final class ElementCatalogue {
    private static final Pattern FACTORY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+-]{0,99}");

    private static final Pattern FORMATS =
            Pattern.compile("^video/x-raw,[^;]*?format=\\(string\\)\\{?\\s*([A-Za-z0-9_, ]*?)\\s*(?:\\}|, [a-z]+=)");

    // Holds existing elements only, so that a stream of invented names cannot fill it.
    private final Map<String, ElementFacts> known = new ConcurrentHashMap<>();

    /** Loads the element's plug-in at the first call. Empty if there is no such element, or if it cannot be loaded. */
    public Optional<ElementFacts> find(String factory) {
        ElementFacts facts = known.get(factory);
        if (facts == null && FACTORY.matcher(factory).matches()) {
            facts = read(factory);
            if (facts != null) {
                known.put(factory, facts);
            }
        }
        return Optional.ofNullable(facts);
    }

    /** Whether there is an element of this name. Loads nothing. */
    boolean has(String factory) {
        if (known.containsKey(factory)) {
            return true;
        } else if (!FACTORY.matcher(factory).matches()) {
            return false;
        }
        long found = GstLibrary.gst_element_factory_find(factory);
        if (found != 0) {
            GstLibrary.gst_object_unref(found);
        }
        return found != 0;
    }

    private static @Nullable ElementFacts read(String name) {
        ElementFactory factory;
        try {
            factory = ElementFactory.find(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
        long loaded = GstLibrary.gst_plugin_feature_load(Pointer.nativeValue(Natives.getRawPointer(factory)));
        if (loaded == 0) {
            return null;
        }
        try {
            List<StaticPadTemplate> pads = factory.getStaticPadTemplates().stream()
                    .filter(pad -> pad.getPresence() == PadPresence.ALWAYS)
                    .toList();
            List<StaticPadTemplate> sinks = towards(pads, PadDirection.SINK);
            List<StaticPadTemplate> sources = towards(pads, PadDirection.SRC);
            MediaKind kind = sinks.size() == 1 && sources.size() == 1
                    ? commonKind(sinks.get(0).getCaps(), sources.get(0).getCaps())
                    : null;
            return new ElementFacts(
                    name,
                    Set.copyOf(Arrays.asList(factory.getKlass().split("/"))),
                    kind,
                    kind == null ? "sink" : sinks.get(0).getName(),
                    kind == null ? "src" : sources.get(0).getName(),
                    kind == MediaKind.VIDEO ? formats(sinks.get(0).getCaps().toString()) : Set.of(),
                    properties(GstLibrary.gst_element_factory_get_element_type(loaded)));
        } finally {
            GstLibrary.gst_object_unref(loaded);
        }
    }

    private static List<StaticPadTemplate> towards(List<StaticPadTemplate> pads, PadDirection direction) {
        return pads.stream().filter(pad -> pad.getDirection() == direction).toList();
    }

    private static @Nullable MediaKind commonKind(Caps sink, Caps source) {
        for (MediaKind kind : MediaKind.values()) {
            if (takesRaw(sink, kind) && takesRaw(source, kind)) {
                return kind;
            }
        }
        return null;
    }

    /**
     * Whether the caps are raw media in main memory. Media in the memory of a graphics card,
     * {@code video/x-raw(memory:…)}, does not count.
     */
    private static boolean takesRaw(Caps caps, MediaKind kind) {
        String plain = kind.token() + "/x-raw";
        return Arrays.stream(caps.toString().split(";"))
                .map(String::trim)
                .anyMatch(text -> text.equals(plain)
                        || text.startsWith(plain + ",")
                        || text.startsWith(plain + "(memory:SystemMemory"));
    }

    /** The formats of pictures in main memory, which come first. */
    private static Set<String> formats(String caps) {
        Matcher format = FORMATS.matcher(caps);
        return format.find() ? Set.of(format.group(1).split("[\\s,]+")) : Set.of();
    }

    private static SortedMap<String, PropertyFacts> properties(long type) {
        SortedMap<String, PropertyFacts> properties = new TreeMap<>();
        for (PropertyFacts property : PropertyReader.read(GObjectLibrary.g_type_class_ref(type))) {
            properties.put(property.name(), property);
        }
        return properties;
    }
}
