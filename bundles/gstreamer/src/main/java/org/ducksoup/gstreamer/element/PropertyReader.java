package org.ducksoup.gstreamer.element;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.ducksoup.gstreamer.binding.GLibLibrary;
import org.ducksoup.gstreamer.binding.GObjectLibrary;
import org.ducksoup.gstreamer.element.Domain.Option;
import org.ducksoup.gstreamer.element.Domain.Width;
import org.jspecify.annotations.Nullable;

/** Reads GParamSpec. Its layout is part of GLib's stable binary interface, and the same on all 64-bit machines. */
public final class PropertyReader {
    private static final int NAME = 8;
    private static final int FLAGS = 16;
    private static final int VALUE_TYPE = 24;
    private static final int DESCRIPTION = 48;
    private static final int BODY = 72;

    private static final int WRITABLE = 1 << 1;
    private static final int CONSTRUCT_ONLY = 1 << 3;
    private static final int MUTABLE_READY = 1 << 10;
    private static final int MUTABLE_PAUSED = 1 << 11;
    private static final int MUTABLE_PLAYING = 1 << 12;

    private PropertyReader() {}

    /** All properties of a class. */
    public static List<PropertyFacts> read(Pointer elementClass) {
        List<PropertyFacts> properties = new ArrayList<>();
        try (Memory count = new Memory(4)) {
            Pointer list = GObjectLibrary.g_object_class_list_properties(elementClass, count);
            for (int i = 0; i < count.getInt(0); i++) {
                properties.add(property(list.getPointer((long) i * 8)));
            }
            GLibLibrary.g_free(list);
        }
        return properties;
    }

    private static PropertyFacts property(Pointer specification) {
        int flags = specification.getInt(FLAGS);
        long type = specification.getLong(VALUE_TYPE);
        boolean writable = (flags & WRITABLE) != 0 && (flags & CONSTRUCT_ONLY) == 0;
        boolean onlyWhenStill = (flags & (MUTABLE_READY | MUTABLE_PAUSED)) != 0 && (flags & MUTABLE_PLAYING) == 0;
        String name = specification.getPointer(NAME).getString(0);
        Domain domain = domain(specification, type);
        Pointer description = specification.getPointer(DESCRIPTION);
        return new PropertyFacts(
                name,
                type,
                writable,
                writable && !onlyWhenStill,
                domain,
                initial(specification, domain),
                description == null ? "" : description.getString(0, "UTF-8"));
    }

    /** The default value. It lies behind the lowest and the highest value. */
    private static @Nullable String initial(Pointer p, Domain domain) {
        if (domain instanceof Domain.Switch) {
            return p.getInt(BODY) == 0 ? "false" : "true";
        } else if (domain instanceof Domain.Whole whole) {
            return switch (whole.width()) {
                case INT -> Integer.toString(p.getInt(BODY + 8));
                case UINT -> Integer.toUnsignedString(p.getInt(BODY + 8));
                case LONG, INT64 -> Long.toString(p.getLong(BODY + 16));
                case ULONG, UINT64 -> Long.toUnsignedString(p.getLong(BODY + 16));
            };
        } else if (domain instanceof Domain.Real real) {
            return real.isDouble() ? Double.toString(p.getDouble(BODY + 16)) : Float.toString(p.getFloat(BODY + 8));
        } else if (domain instanceof Domain.Choice choice) {
            return nicks(choice.options(), option -> option.number() == p.getInt(BODY + 8));
        } else if (domain instanceof Domain.Flags flags) {
            int bits = p.getInt(BODY + 8);
            return nicks(
                    flags.options(), option -> option.number() != 0 && (option.number() & bits) == option.number());
        } else if (domain instanceof Domain.Text) {
            Pointer text = p.getPointer(BODY);
            return text == null ? null : text.getString(0, "UTF-8");
        }
        return null;
    }

    private static @Nullable String nicks(List<Option> options, Predicate<Option> wanted) {
        String nicks = options.stream().filter(wanted).map(Option::nick).collect(Collectors.joining("+"));
        return nicks.isEmpty() ? null : nicks;
    }

    /** The numbers of the fundamental types are those of {@code gtype.h}. */
    private static Domain domain(Pointer p, long type) {
        return switch ((int) (GObjectLibrary.g_type_fundamental(type) >> 2)) {
            case 5 -> new Domain.Switch();
            case 6 -> whole(Width.INT, p.getInt(BODY), p.getInt(BODY + 4));
            case 7 ->
                whole(Width.UINT, Integer.toUnsignedLong(p.getInt(BODY)), Integer.toUnsignedLong(p.getInt(BODY + 4)));
            case 8 -> whole(Width.LONG, p.getLong(BODY), p.getLong(BODY + 8));
            case 9 -> unsigned(Width.ULONG, p.getLong(BODY), p.getLong(BODY + 8));
            case 10 -> whole(Width.INT64, p.getLong(BODY), p.getLong(BODY + 8));
            case 11 -> unsigned(Width.UINT64, p.getLong(BODY), p.getLong(BODY + 8));
            case 12 -> new Domain.Choice(options(p.getPointer(BODY), 16, 24));
            case 13 -> new Domain.Flags(options(p.getPointer(BODY), 12, 16));
            case 14 -> new Domain.Real(false, p.getFloat(BODY), p.getFloat(BODY + 4));
            case 15 -> new Domain.Real(true, p.getDouble(BODY), p.getDouble(BODY + 8));
            case 16 -> new Domain.Text();
            default -> new Domain.Other(GObjectLibrary.g_type_name(type));
        };
    }

    private static Domain whole(Width width, long min, long max) {
        return new Domain.Whole(width, BigInteger.valueOf(min), BigInteger.valueOf(max));
    }

    private static Domain unsigned(Width width, long min, long max) {
        return new Domain.Whole(
                width, new BigInteger(Long.toUnsignedString(min)), new BigInteger(Long.toUnsignedString(max)));
    }

    /** GEnumValue and GFlagsValue have the same layout; their classes have different ones. */
    private static List<Option> options(Pointer optionClass, int countAt, int valuesAt) {
        List<Option> options = new ArrayList<>();
        Pointer values = optionClass.getPointer(valuesAt);
        for (int i = 0; i < optionClass.getInt(countAt); i++) {
            Pointer value = values.share((long) i * 24);
            options.add(new Option(
                    value.getInt(0),
                    value.getPointer(16).getString(0),
                    value.getPointer(8).getString(0)));
        }
        return options;
    }
}
