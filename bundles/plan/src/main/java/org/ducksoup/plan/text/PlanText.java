package org.ducksoup.plan.text;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads YAML, of which JSON is a part. What a value means is left to the readers of plans. */
public final class PlanText {
    /** A plan is a page or two. What is larger is something else. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_DEPTH = 12;
    private static final int MAX_ITEMS = 20_000;

    private final Problems problems;
    private int items;

    private PlanText(Problems problems) {
        this.problems = problems;
    }

    /**
     * The outermost section.
     *
     * @return null if there is none; then there is a problem
     */
    public static @Nullable Section read(byte[] bytes, Problems problems) {
        if (bytes.length > MAX_BYTES) {
            file(problems, Place.BEGIN, "has " + bytes.length + " bytes", "split the plan into several");
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            // Some editors of Windows write a mark at the beginning.
            return new PlanText(problems).root(text.startsWith("\ufeff") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            file(problems, firstBroken(bytes), "is not in UTF-8", "save it with this encoding");
            return null;
        }
    }

    private static void file(Problems problems, Place place, String what, String remedy) {
        problems.add(
                place,
                "the file",
                "",
                what,
                "allowed is YAML or JSON in UTF-8 of up to " + MAX_BYTES / 1024 + " KiB",
                remedy);
    }

    private static Place firstBroken(byte[] bytes) {
        String lenient = new String(bytes, StandardCharsets.UTF_8);
        String before = lenient.substring(0, Math.max(0, lenient.indexOf('\ufffd')));
        int lineBegin = before.lastIndexOf('\n') + 1;
        return new Place((int) before.chars().filter(c -> c == '\n').count() + 1, before.length() - lineBegin + 1);
    }

    private @Nullable Section root(String text) {
        try {
            Node node = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (node == null) {
                file(problems, Place.BEGIN, "is empty", "copy an example of docs/experiments.md");
                return null;
            }
            if (item(node, "", 0) instanceof Section section) {
                return section;
            }
            if (problems.isEmpty()) {
                file(problems, place(node.getStartMark()), "has no keys", "begin with roles: [a, b]");
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            String reason =
                    String.valueOf(e.getProblem()).replaceAll("\\s+", " ").replaceAll("\\. \\(.*", "");
            file(problems, place(mark), "is not YAML: " + reason, "mend this line or the one before it");
        } catch (YAMLException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            file(problems, Place.BEGIN, "is not YAML: " + reason, "remove what is no text, or use fewer anchors");
        }
        return null;
    }

    private static Place place(@Nullable Mark mark) {
        return mark == null ? Place.BEGIN : new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private @Nullable Item item(Node node, String path, int depth) {
        Place place = place(node.getStartMark());
        items++;
        if (depth > MAX_DEPTH || items > MAX_ITEMS) {
            if (items < Integer.MAX_VALUE / 2) {
                file(
                        problems,
                        place,
                        depth > MAX_DEPTH ? "is nested too deeply" : "has too many values",
                        "look for an anchor that contains itself");
                items = Integer.MAX_VALUE / 2;
            }
            return null;
        }
        if (node instanceof ScalarNode scalar) {
            boolean quoted = scalar.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN;
            return new Scalar(place, path, scalar.getValue(), quoted);
        }
        if (node instanceof SequenceNode row) {
            List<Item> values = new ArrayList<>();
            for (Node value : row.getValue()) {
                Item item = item(value, path(path, Integer.toString(values.size() + 1)), depth + 1);
                if (item == null) {
                    return null;
                }
                values.add(item);
            }
            return new Row(place, path, values);
        }
        return node instanceof MappingNode section ? section(section, path, place, depth) : null;
    }

    private @Nullable Section section(MappingNode node, String path, Place place, int depth) {
        Map<String, Item> entries = new LinkedHashMap<>();
        Map<String, Place> keys = new LinkedHashMap<>();
        for (NodeTuple entry : node.getValue()) {
            Place there = place(entry.getKeyNode().getStartMark());
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                file(problems, there, "has a key that is no word", "write a word before the colon");
                return null;
            }
            String name = key.getValue();
            Item value = item(entry.getValueNode(), path(path, name), depth + 1);
            if (value == null) {
                return null;
            }
            if (keys.putIfAbsent(name, there) != null) {
                problems.add(
                        there,
                        path(path, name),
                        value.text(),
                        "is there twice",
                        "allowed is each key once in a section",
                        "remove one of them, the first is in line " + place(keys, name));
            }
            entries.putIfAbsent(name, value);
        }
        return new Section(place, path, entries, keys);
    }

    private static int place(Map<String, Place> keys, String name) {
        Place first = keys.get(name);
        return first == null ? 0 : first.line();
    }

    private static String path(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
