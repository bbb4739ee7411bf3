package org.ducksoup.gstreamer.element;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Optional;
import org.ducksoup.gstreamer.binding.GObjectLibrary;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.NativeText;
import org.ducksoup.gstreamer.element.PropertyFacts.TypedValue;

/**
 * An element of a running pipeline.
 *
 * @param factory name of its kind
 * @param pointer valid as long as the pipeline that contains the element
 */
public record NativeElement(String factory, long pointer) {
    private static final int GVALUE_SIZE = 24;

    /** Asks an existing element for its kind. */
    public static NativeElement of(long pointer) {
        long factory = GstLibrary.gst_element_get_factory(pointer);
        return new NativeElement(factory == 0 ? "bin" : NativeText.nameOf(factory), pointer);
    }

    /** The description of a property. */
    public Optional<PropertyFacts> property(String name) {
        return PropertyReader.read(new Pointer(pointer).getPointer(0)).stream()
                .filter(property -> property.name().equals(name))
                .findFirst();
    }

    /** Sets a text that comes from this bundle or its configuration, in GStreamer's spelling. */
    public void setTrusted(String property, String text) {
        GstLibrary.gst_util_set_object_arg(pointer, property, text);
    }

    /** Sets a value by its type. A client's text is set by this method only. */
    public void set(PropertyFacts property, TypedValue value) {
        try (Memory content = new Memory(GVALUE_SIZE)) {
            content.clear();
            GObjectLibrary.g_value_init(content, property.type());
            fill(content, property.domain(), value);
            GObjectLibrary.g_object_set_property(pointer, property.name(), content);
            GObjectLibrary.g_value_unset(content);
        }
    }

    /** The current value of a number. */
    public double number(PropertyFacts property) {
        try (Memory content = new Memory(GVALUE_SIZE)) {
            content.clear();
            GObjectLibrary.g_value_init(content, property.type());
            GObjectLibrary.g_object_get_property(pointer, property.name(), content);
            double number = number(content, property.domain());
            GObjectLibrary.g_value_unset(content);
            return number;
        }
    }

    private static void fill(Pointer content, Domain domain, TypedValue value) {
        if (value instanceof TypedValue.TextValue text) {
            GObjectLibrary.g_value_set_string(content, text.value());
        } else if (value instanceof TypedValue.RealValue number) {
            if (((Domain.Real) domain).isDouble()) {
                GObjectLibrary.g_value_set_double(content, number.value());
            } else {
                GObjectLibrary.g_value_set_float(content, (float) number.value());
            }
        } else if (value instanceof TypedValue.WholeValue number) {
            fillWhole(content, domain, number.bits());
        }
    }

    private static void fillWhole(Pointer content, Domain domain, long bits) {
        if (domain instanceof Domain.Switch) {
            GObjectLibrary.g_value_set_boolean(content, (int) bits);
        } else if (domain instanceof Domain.Choice) {
            GObjectLibrary.g_value_set_enum(content, (int) bits);
        } else if (domain instanceof Domain.Flags) {
            GObjectLibrary.g_value_set_flags(content, (int) bits);
        } else if (domain instanceof Domain.Whole whole) {
            switch (whole.width()) {
                case INT -> GObjectLibrary.g_value_set_int(content, (int) bits);
                case UINT -> GObjectLibrary.g_value_set_uint(content, (int) bits);
                case LONG -> GObjectLibrary.g_value_set_long(content, bits);
                case ULONG -> GObjectLibrary.g_value_set_ulong(content, bits);
                case INT64 -> GObjectLibrary.g_value_set_int64(content, bits);
                case UINT64 -> GObjectLibrary.g_value_set_uint64(content, bits);
            }
        }
    }

    private static double number(Pointer content, Domain domain) {
        if (domain instanceof Domain.Real real) {
            return real.isDouble()
                    ? GObjectLibrary.g_value_get_double(content)
                    : GObjectLibrary.g_value_get_float(content);
        } else if (domain instanceof Domain.Whole whole) {
            return switch (whole.width()) {
                case INT -> GObjectLibrary.g_value_get_int(content);
                case UINT -> Integer.toUnsignedLong(GObjectLibrary.g_value_get_uint(content));
                case LONG -> GObjectLibrary.g_value_get_long(content);
                case INT64 -> GObjectLibrary.g_value_get_int64(content);
                case ULONG -> GObjectLibrary.g_value_get_ulong(content);
                case UINT64 -> GObjectLibrary.g_value_get_uint64(content);
            };
        }
        throw new IllegalArgumentException("not a number");
    }
}
