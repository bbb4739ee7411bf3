package org.ducksoup.gstreamer.element;

import com.sun.jna.Memory;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.NativeText;

/**
 * A piece of a pipeline in GStreamer's launch syntax, written by an operator or by a lab's bundle. Of a client's values
 * only numbers get into it: sizes and rates.
 */
public final class LaunchText {
    /** Stands for the name of the element that does the work. */
    public static final String NAME = "{name}";

    private static final Pattern CAPS =
            Pattern.compile("(audio|video|application|image)/[a-z0-9-]+(\\(.*\\))?(\\s*,.*)?");

    private static final Pattern QUOTED = Pattern.compile("\"(\\\\.|[^\"\\\\])*\"|'[^']*'");
    private static final Pattern ELEMENT = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    private LaunchText() {}

    /** @param values the texts for {@code {width}} and other placeholders */
    public static String filled(String text, Map<String, String> values) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    /**
     * One element, or a bin of several.
     *
     * @param outer the element or bin that can be connected
     * @param named the element with the wanted name; the same as {@code outer} if the text names none
     */
    public record Parsed(long outer, long named) {}

    /**
     * @param name wanted for the element that does the work
     * @throws IllegalArgumentException with GStreamer's own words
     */
    public static Parsed parse(String written, String name) {
        String text = withCapsAsElement(written);
        boolean several = text.contains("!");
        try (Memory error = new Memory(8)) {
            error.setLong(0, 0);
            long outer = several
                    ? GstLibrary.gst_parse_bin_from_description(text, 1, error)
                    : GstLibrary.gst_parse_launch(text, error);
            if (error.getLong(0) != 0) {
                String reason = NativeText.ofReport(error.getPointer(0));
                if (outer != 0) {
                    GstLibrary.gst_object_ref_sink(outer);
                    GstLibrary.gst_object_unref(outer);
                }
                throw new IllegalArgumentException(reason);
            }
            if (outer == 0) {
                throw new IllegalArgumentException("nothing is described by it");
            }
            if (several) {
                return new Parsed(outer, named(outer, name));
            }
            if (!name.isEmpty()) {
                GstLibrary.gst_util_set_object_arg(outer, "name", name);
            }
            return new Parsed(outer, outer);
        }
    }

    /** The launch syntax does not allow caps at an open end, though people write them there. */
    private static String withCapsAsElement(String text) {
        int last = text.lastIndexOf('!') + 1;
        String end = text.substring(last).strip();
        return last > 0 && CAPS.matcher(end).matches()
                ? text.substring(0, last) + " capsfilter caps=\"" + end.replace("\"", "\\\"") + "\""
                : text;
    }

    private static long named(long bin, String name) {
        long element = GstLibrary.gst_bin_get_by_name(bin, name);
        if (element == 0) {
            return bin;
        }
        GstLibrary.gst_object_unref(element);
        return element;
    }

    /**
     * The words of a text that may be names of elements, without parsing it: every element is among them, and perhaps more
     * than that.
     */
    public static Set<String> elements(String text) {
        String unquoted = QUOTED.matcher(text).replaceAll("=");
        return Arrays.stream(unquoted.split("[\\s!()]+"))
                .filter(word -> ELEMENT.matcher(word).matches())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Parses a text and frees the result. */
    public static void check(String text, String name) {
        long outer = parse(text, name).outer();
        GstLibrary.gst_object_ref_sink(outer);
        GstLibrary.gst_object_unref(outer);
    }
}
