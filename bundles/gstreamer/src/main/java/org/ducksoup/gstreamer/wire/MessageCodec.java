package org.ducksoup.gstreamer.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.ducksoup.gstreamer.element.PropertyFacts.TypedValue;
import org.ducksoup.gstreamer.wire.Message.Value;

/** Messages as bytes. What is read is checked by the constructors of what is made of it. */
final class MessageCodec {
    private static final byte READY = Frames.FIRST_MESSAGE;
    private static final byte STARTED = READY + 1;
    private static final byte KEY_FRAME_NEEDED = READY + 2;
    private static final byte FAILED = READY + 3;
    private static final byte FREED = READY + 4;
    private static final byte DESCRIPTION = READY + 5;
    private static final byte ELEMENTS = READY + 6;
    private static final byte PONG = READY + 7;
    private static final byte APPLIED = READY + 8;

    private static final byte SETUP = 64;
    private static final byte OPEN = SETUP + 1;
    private static final byte SET_VALUE = SETUP + 2;
    private static final byte KEY_FRAME = SETUP + 3;
    private static final byte RATE = SETUP + 4;
    private static final byte LOSS = SETUP + 5;
    private static final byte CLOSE = SETUP + 6;
    private static final byte DESCRIBE = SETUP + 7;
    private static final byte FIND = SETUP + 8;
    private static final byte PING = SETUP + 9;
    private static final byte CIRCUIT = SETUP + 10;

    private MessageCodec() {}

    /** The message with its type in front. */
    static byte[] encode(Message message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(message, new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(Message message, DataOutput out) throws IOException {
        if (message instanceof Message.Ready ready) {
            out.writeByte(READY);
            out.writeInt(ready.version());
            out.writeUTF(ready.gstreamer());
        } else if (message instanceof Message.Started started) {
            number(STARTED, started.medium(), out);
        } else if (message instanceof Message.KeyFrameNeeded needed) {
            number(KEY_FRAME_NEEDED, needed.medium(), out);
        } else if (message instanceof Message.Applied applied) {
            number(APPLIED, applied.medium(), out);
            out.writeInt(applied.ticket());
            out.writeLong(applied.arrivalNanos());
        } else if (message instanceof Message.Failed failed) {
            number(FAILED, failed.medium(), out);
            Fields.text(failed.reason(), out);
        } else if (message instanceof Message.Freed freed) {
            number(FREED, freed.medium(), out);
        } else if (message instanceof Message.Description description) {
            number(DESCRIPTION, description.question(), out);
            Fields.text(description.graph(), out);
        } else if (message instanceof Message.Elements elements) {
            number(ELEMENTS, elements.question(), out);
            Fields.list(elements.elements(), ElementFields::write, out);
            Fields.text(elements.problem(), out);
        } else if (message instanceof Message.Pong pong) {
            number(PONG, pong.question(), out);
        } else {
            writeToWorker(message, out);
        }
    }

    private static void writeToWorker(Message message, DataOutput out) throws IOException {
        if (message instanceof Message.Setup setup) {
            out.writeByte(SETUP);
            DesignFields.write(setup.tuning(), out);
        } else if (message instanceof Message.Open open) {
            number(OPEN, open.medium(), out);
            DesignFields.write(open.design(), out);
            Fields.list(open.plugins(), Fields::text, out);
            Fields.list(open.waived(), Fields::text, out);
            Fields.list(open.labs(), DesignFields::write, out);
            out.writeInt(open.nextSequence());
            out.writeLong(open.bitsPerSecond());
            out.writeDouble(open.expectedLoss());
            Fields.list(open.values(), MessageCodec::write, out);
            Fields.list(open.out(), Fields::text, out);
        } else if (message instanceof Message.SetValue set) {
            number(SET_VALUE, set.medium(), out);
            write(set.value(), out);
            write(set.when(), out);
        } else if (message instanceof Message.Circuit circuit) {
            number(CIRCUIT, circuit.medium(), out);
            Fields.text(circuit.step(), out);
            out.writeBoolean(circuit.in());
            write(circuit.when(), out);
        } else if (message instanceof Message.KeyFrame key) {
            number(KEY_FRAME, key.medium(), out);
        } else if (message instanceof Message.Rate rate) {
            number(RATE, rate.medium(), out);
            out.writeLong(rate.bitsPerSecond());
        } else if (message instanceof Message.Loss loss) {
            number(LOSS, loss.medium(), out);
            out.writeDouble(loss.fraction());
        } else if (message instanceof Message.Close close) {
            number(CLOSE, close.medium(), out);
        } else if (message instanceof Message.Describe describe) {
            number(DESCRIBE, describe.question(), out);
            out.writeInt(describe.medium());
        } else if (message instanceof Message.Find find) {
            number(FIND, find.question(), out);
            Fields.optional(find.plugin(), Fields::text, out);
            Fields.optional(find.element(), Fields::text, out);
        } else if (message instanceof Message.Ping ping) {
            number(PING, ping.question(), out);
        }
    }

    private static void number(byte type, int number, DataOutput out) throws IOException {
        out.writeByte(type);
        out.writeInt(number);
    }

    private static void write(Message.Timing when, DataOutput out) throws IOException {
        out.writeLong(when.nanos());
        out.writeInt(when.ticket());
    }

    private static Message.Timing readTiming(DataInput in) throws IOException {
        return new Message.Timing(in.readLong(), in.readInt());
    }

    private static void write(Value value, DataOutput out) throws IOException {
        out.writeUTF(value.step());
        out.writeUTF(value.property());
        if (value.value() instanceof TypedValue.WholeValue whole) {
            out.writeByte(0);
            out.writeLong(whole.bits());
        } else if (value.value() instanceof TypedValue.RealValue real) {
            out.writeByte(1);
            out.writeDouble(real.value());
        } else if (value.value() instanceof TypedValue.TextValue text) {
            out.writeByte(2);
            Fields.text(text.value(), out);
        }
    }

    private static Value readValue(DataInput in) throws IOException {
        return new Value(
                in.readUTF(),
                in.readUTF(),
                switch (in.readByte()) {
                    case 0 -> new TypedValue.WholeValue(in.readLong());
                    case 1 -> new TypedValue.RealValue(in.readDouble());
                    case 2 -> new TypedValue.TextValue(Fields.text(in));
                    default -> throw new WireException("an unknown kind of value");
                });
    }

    /** @throws WireException if the content is not that of a message of this type */
    static Message decode(byte type, ByteBuffer content) throws WireException {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        ByteArrayInputStream rest = new ByteArrayInputStream(bytes);
        Message message;
        try {
            DataInput in = new DataInputStream(rest);
            message = type < SETUP ? readFromWorker(type, in) : readToWorker(type, in);
        } catch (WireException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new WireException("a message of type " + type + " that cannot be read", e);
        }
        if (rest.available() > 0) {
            throw new WireException("a message of type " + type + " that is too long");
        }
        return message;
    }

    private static Message readFromWorker(byte type, DataInput in) throws IOException {
        return switch (type) {
            case READY -> new Message.Ready(in.readInt(), in.readUTF());
            case STARTED -> new Message.Started(in.readInt());
            case KEY_FRAME_NEEDED -> new Message.KeyFrameNeeded(in.readInt());
            case APPLIED -> new Message.Applied(in.readInt(), in.readInt(), in.readLong());
            case FAILED -> new Message.Failed(in.readInt(), Fields.text(in));
            case FREED -> new Message.Freed(in.readInt());
            case DESCRIPTION -> new Message.Description(in.readInt(), Fields.text(in));
            case ELEMENTS -> new Message.Elements(in.readInt(), Fields.list(in, ElementFields::read), Fields.text(in));
            case PONG -> new Message.Pong(in.readInt());
            default -> throw new WireException("a message of the unknown type " + type);
        };
    }

    private static Message readToWorker(byte type, DataInput in) throws IOException {
        return switch (type) {
            case SETUP -> new Message.Setup(DesignFields.readTuning(in));
            case OPEN ->
                new Message.Open(
                        in.readInt(),
                        DesignFields.readDesign(in),
                        Fields.list(in, Fields::text),
                        Fields.set(in, Fields::text),
                        Fields.list(in, DesignFields::readLabEffect),
                        in.readInt(),
                        in.readLong(),
                        in.readDouble(),
                        Fields.list(in, MessageCodec::readValue),
                        Fields.list(in, Fields::text));
            case SET_VALUE -> new Message.SetValue(in.readInt(), readValue(in), readTiming(in));
            case KEY_FRAME -> new Message.KeyFrame(in.readInt());
            case RATE -> new Message.Rate(in.readInt(), in.readLong());
            case LOSS -> new Message.Loss(in.readInt(), in.readDouble());
            case CLOSE -> new Message.Close(in.readInt());
            case DESCRIBE -> new Message.Describe(in.readInt(), in.readInt());
            case FIND ->
                new Message.Find(in.readInt(), Fields.optional(in, Fields::text), Fields.optional(in, Fields::text));
            case CIRCUIT -> new Message.Circuit(in.readInt(), Fields.text(in), in.readBoolean(), readTiming(in));
            case PING -> new Message.Ping(in.readInt());
            default -> throw new WireException("a message of the unknown type " + type);
        };
    }
}
