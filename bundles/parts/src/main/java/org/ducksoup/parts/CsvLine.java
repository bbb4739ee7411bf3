package org.ducksoup.parts;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A line of CSV (RFC 4180). Line breaks in its values become spaces, so that a file has a record on each line. */
public final class CsvLine {
    private CsvLine() {}

    /** With its line end. */
    public static String of(List<String> values) {
        return values.stream().map(CsvLine::field).collect(Collectors.joining(",", "", "\n"));
    }

    private static String field(String value) {
        String oneLine = value.replaceAll("[\\r\\n]", " ");
        boolean quoted = oneLine.contains(",") || oneLine.contains("\"");
        return quoted ? '"' + oneLine.replace("\"", "\"\"") + '"' : oneLine;
    }

    public static List<String> values(String line) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                value.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }
}
