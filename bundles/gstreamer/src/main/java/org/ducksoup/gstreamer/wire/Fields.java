package org.ducksoup.gstreamer.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Texts and collections as bytes, with a length in front. */
final class Fields {
    private static final int MAX_COUNT = 10_000;

    private Fields() {}

    interface Writer<T> {
        void write(T value, DataOutput out) throws IOException;
    }

    interface Reader<T> {
        T read(DataInput in) throws IOException;
    }

    static void text(String text, DataOutput out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String text(DataInput in) throws IOException {
        byte[] bytes = new byte[count(in, Frames.MAX_FRAME)];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static <T> void list(Collection<T> values, Writer<T> writer, DataOutput out) throws IOException {
        out.writeInt(values.size());
        for (T value : values) {
            writer.write(value, out);
        }
    }

    static <T> List<T> list(DataInput in, Reader<T> reader) throws IOException {
        List<T> values = new ArrayList<>();
        for (int left = count(in, MAX_COUNT); left > 0; left--) {
            values.add(reader.read(in));
        }
        return values;
    }

    static <T> Set<T> set(DataInput in, Reader<T> reader) throws IOException {
        return new LinkedHashSet<>(list(in, reader));
    }

    static void texts(Map<String, String> texts, DataOutput out) throws IOException {
        list(
                texts.entrySet(),
                (entry, to) -> {
                    text(entry.getKey(), to);
                    text(entry.getValue(), to);
                },
                out);
    }

    /** In the order in which they were written. */
    static Map<String, String> texts(DataInput in) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int left = count(in, MAX_COUNT); left > 0; left--) {
            texts.put(text(in), text(in));
        }
        return texts;
    }

    static <T> void optional(@Nullable T value, Writer<T> writer, DataOutput out) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            writer.write(value, out);
        }
    }

    static <T> @Nullable T optional(DataInput in, Reader<T> reader) throws IOException {
        return in.readBoolean() ? reader.read(in) : null;
    }

    static void constant(Enum<?> constant, DataOutput out) throws IOException {
        out.writeUTF(constant.name());
    }

    static <E extends Enum<E>> E constant(DataInput in, Class<E> type) throws IOException {
        return Enum.valueOf(type, in.readUTF());
    }

    private static int count(DataInput in, int max) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > max) {
            throw new WireException("a length of " + count);
        }
        return count;
    }
}
