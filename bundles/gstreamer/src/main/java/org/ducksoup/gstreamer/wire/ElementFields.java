package org.ducksoup.gstreamer.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.gstreamer.element.Domain;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.PropertyFacts;

/** Descriptions of elements as bytes. GStreamer's numbers of types mean nothing in another process, and are left out. */
final class ElementFields {
    private static final byte WHOLE = 0;
    private static final byte REAL = 1;
    private static final byte SWITCH = 2;
    private static final byte CHOICE = 3;
    private static final byte FLAGS = 4;
    private static final byte TEXT = 5;
    private static final byte OTHER = 6;

    private ElementFields() {}

    static void write(ElementFacts facts, DataOutput out) throws IOException {
        Fields.text(facts.factory(), out);
        Fields.list(facts.classes(), Fields::text, out);
        Fields.optional(facts.filtered(), Fields::constant, out);
        Fields.text(facts.sinkPad(), out);
        Fields.text(facts.sourcePad(), out);
        Fields.list(facts.formats(), Fields::text, out);
        Fields.list(facts.properties().values(), ElementFields::write, out);
    }

    static ElementFacts read(DataInput in) throws IOException {
        return new ElementFacts(
                Fields.text(in),
                Fields.set(in, Fields::text),
                Fields.optional(in, from -> Fields.constant(from, MediaKind.class)),
                Fields.text(in),
                Fields.text(in),
                Fields.set(in, Fields::text),
                properties(in));
    }

    private static SortedMap<String, PropertyFacts> properties(DataInput in) throws IOException {
        SortedMap<String, PropertyFacts> properties = new TreeMap<>();
        for (PropertyFacts property : Fields.list(in, ElementFields::readProperty)) {
            properties.put(property.name(), property);
        }
        return properties;
    }

    private static void write(PropertyFacts facts, DataOutput out) throws IOException {
        Fields.text(facts.name(), out);
        out.writeBoolean(facts.writable());
        out.writeBoolean(facts.live());
        write(facts.domain(), out);
        Fields.optional(facts.initial(), Fields::text, out);
        Fields.text(facts.description(), out);
    }

    private static PropertyFacts readProperty(DataInput in) throws IOException {
        return new PropertyFacts(
                Fields.text(in),
                0,
                in.readBoolean(),
                in.readBoolean(),
                readDomain(in),
                Fields.optional(in, Fields::text),
                Fields.text(in));
    }

    private static void write(Domain domain, DataOutput out) throws IOException {
        if (domain instanceof Domain.Whole whole) {
            out.writeByte(WHOLE);
            Fields.constant(whole.width(), out);
            Fields.text(whole.min().toString(), out);
            Fields.text(whole.max().toString(), out);
        } else if (domain instanceof Domain.Real real) {
            out.writeByte(REAL);
            out.writeBoolean(real.isDouble());
            out.writeDouble(real.min());
            out.writeDouble(real.max());
        } else if (domain instanceof Domain.Switch) {
            out.writeByte(SWITCH);
        } else if (domain instanceof Domain.Choice choice) {
            out.writeByte(CHOICE);
            Fields.list(choice.options(), ElementFields::write, out);
        } else if (domain instanceof Domain.Flags flags) {
            out.writeByte(FLAGS);
            Fields.list(flags.options(), ElementFields::write, out);
        } else if (domain instanceof Domain.Text) {
            out.writeByte(TEXT);
        } else if (domain instanceof Domain.Other other) {
            out.writeByte(OTHER);
            Fields.text(other.typeName(), out);
        }
    }

    private static Domain readDomain(DataInput in) throws IOException {
        return switch (in.readByte()) {
            case WHOLE ->
                new Domain.Whole(
                        Fields.constant(in, Domain.Width.class),
                        new BigInteger(Fields.text(in)),
                        new BigInteger(Fields.text(in)));
            case REAL -> new Domain.Real(in.readBoolean(), in.readDouble(), in.readDouble());
            case SWITCH -> new Domain.Switch();
            case CHOICE -> new Domain.Choice(Fields.list(in, ElementFields::readOption));
            case FLAGS -> new Domain.Flags(Fields.list(in, ElementFields::readOption));
            case TEXT -> new Domain.Text();
            case OTHER -> new Domain.Other(Fields.text(in));
            default -> throw new WireException("an unknown kind of property");
        };
    }

    private static void write(Domain.Option option, DataOutput out) throws IOException {
        out.writeInt(option.number());
        Fields.text(option.nick(), out);
        Fields.text(option.name(), out);
    }

    private static Domain.Option readOption(DataInput in) throws IOException {
        return new Domain.Option(in.readInt(), Fields.text(in), Fields.text(in));
    }
}
