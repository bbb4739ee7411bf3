package org.ducksoup.gstreamer.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Option;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.gstreamer.pipeline.CodecTexts;
import org.ducksoup.gstreamer.pipeline.Medium;
import org.ducksoup.gstreamer.pipeline.MediumPlan;
import org.ducksoup.gstreamer.pipeline.PipelineTexts;

/** What media are made of, as bytes. */
final class DesignFields {
    private static final byte UNCHANGED = 0;
    private static final byte SORTED = 1;
    private static final byte TRANSCODED = 2;

    private DesignFields() {}

    static void write(Medium.Design design, DataOutput out) throws IOException {
        Fields.text(design.name(), out);
        write(design.processing(), out);
        out.writeInt(design.maxPacketSize());
        out.writeLong(design.originNanos());
    }

    static Medium.Design readDesign(DataInput in) throws IOException {
        return new Medium.Design(Fields.text(in), readProcessing(in), in.readInt(), in.readLong());
    }

    private static void write(Processing processing, DataOutput out) throws IOException {
        Fields.constant(processing.codec(), out);
        out.writeInt(processing.payloadType());
        out.writeInt(processing.clockRate());
        if (processing.treatment() instanceof Treatment.Transcoded transcoded) {
            out.writeByte(TRANSCODED);
            Fields.optional(transcoded.picture(), DesignFields::write, out);
            Fields.list(transcoded.effects(), DesignFields::write, out);
            out.writeLong(transcoded.bitrate().min().bitsPerSecond());
            out.writeLong(transcoded.bitrate().initial().bitsPerSecond());
            out.writeLong(transcoded.bitrate().max().bitsPerSecond());
            Fields.list(transcoded.options(), Fields::constant, out);
        } else {
            out.writeByte(processing.treatment() instanceof Treatment.Sorted ? SORTED : UNCHANGED);
        }
    }

    private static Processing readProcessing(DataInput in) throws IOException {
        return new Processing(Fields.constant(in, Codec.class), in.readInt(), in.readInt(), readTreatment(in));
    }

    private static Treatment readTreatment(DataInput in) throws IOException {
        return switch (in.readByte()) {
            case UNCHANGED -> new Treatment.Unchanged();
            case SORTED -> new Treatment.Sorted();
            case TRANSCODED ->
                new Treatment.Transcoded(
                        Fields.optional(in, DesignFields::readPicture),
                        Fields.list(in, DesignFields::readElement),
                        new BitrateRange(
                                new Bitrate(in.readLong()), new Bitrate(in.readLong()), new Bitrate(in.readLong())),
                        Fields.set(in, from -> Fields.constant(from, Option.class)));
            default -> throw new WireException("an unknown treatment");
        };
    }

    private static void write(Picture picture, DataOutput out) throws IOException {
        out.writeInt(picture.width());
        out.writeInt(picture.height());
        out.writeInt(picture.frameRate());
    }

    private static Picture readPicture(DataInput in) throws IOException {
        return new Picture(in.readInt(), in.readInt(), in.readInt());
    }

    private static void write(Element element, DataOutput out) throws IOException {
        Fields.text(element.factory(), out);
        Fields.optional(element.controlName(), Fields::text, out);
        Fields.texts(element.properties(), out);
    }

    private static Element readElement(DataInput in) throws IOException {
        return new Element(Fields.text(in), Fields.optional(in, Fields::text), Fields.texts(in));
    }

    static void write(Message.LabEffect effect, DataOutput out) throws IOException {
        Fields.text(effect.name(), out);
        Fields.texts(effect.settings(), out);
        Fields.text(effect.elements().description(), out);
        Fields.texts(effect.elements().initial(), out);
        Fields.texts(effect.elements().live(), out);
    }

    static Message.LabEffect readLabEffect(DataInput in) throws IOException {
        return new Message.LabEffect(
                Fields.text(in), Fields.texts(in), new Effect.Bin(Fields.text(in), Fields.texts(in), Fields.texts(in)));
    }

    static void write(MediumPlan.Tuning tuning, DataOutput out) throws IOException {
        out.writeInt(tuning.latencyMillis());
        out.writeInt(tuning.keyFrameSeconds());
        out.writeInt(tuning.maxPictureSide());
        PipelineTexts texts = tuning.texts();
        Fields.text(texts.jitterBuffer(), out);
        Fields.list(
                texts.byCodec().entrySet(),
                (entry, to) -> {
                    Fields.constant(entry.getKey(), to);
                    write(entry.getValue(), to);
                },
                out);
        Fields.optional(texts.nvidia(), DesignFields::write, out);
    }

    static MediumPlan.Tuning readTuning(DataInput in) throws IOException {
        return new MediumPlan.Tuning(in.readInt(), in.readInt(), in.readInt(), readTexts(in));
    }

    private static PipelineTexts readTexts(DataInput in) throws IOException {
        String jitterBuffer = Fields.text(in);
        Map<Codec, CodecTexts> byCodec = new EnumMap<>(Codec.class);
        for (CodecEntry entry : Fields.list(in, CodecEntry::read)) {
            byCodec.put(entry.codec(), entry.texts());
        }
        // A server refuses what uses such a codec.
        return new PipelineTexts(jitterBuffer, byCodec, Fields.optional(in, DesignFields::readCodecTexts), Map.of());
    }

    private record CodecEntry(Codec codec, CodecTexts texts) {
        static CodecEntry read(DataInput in) throws IOException {
            return new CodecEntry(Fields.constant(in, Codec.class), readCodecTexts(in));
        }
    }

    private static void write(CodecTexts texts, DataOutput out) throws IOException {
        Fields.text(texts.caps(), out);
        Fields.text(texts.depay(), out);
        Fields.text(texts.pay(), out);
        Fields.text(texts.decoder(), out);
        Fields.text(texts.encoder(), out);
        Fields.text(texts.converter(), out);
    }

    private static CodecTexts readCodecTexts(DataInput in) throws IOException {
        return new CodecTexts(
                Fields.text(in), Fields.text(in), Fields.text(in), Fields.text(in), Fields.text(in), Fields.text(in));
    }
}
