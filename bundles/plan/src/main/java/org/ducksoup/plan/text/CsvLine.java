package org.ducksoup.plan.text;

import java.util.ArrayList;
import java.util.List;

/** A line of CSV (RFC 4180) without line breaks in its values. */
public final class CsvLine {
    private CsvLine() {}

    public static String of(List<String> values) {
        StringBuilder line = new StringBuilder();
        for (String value : values) {
            String oneLine = value.replaceAll("[\\r\\n]", " ");
            boolean quoted = oneLine.contains(",") || oneLine.contains("\"");
            line.append(line.length() == 0 ? "" : ",")
                    .append(quoted ? '"' + oneLine.replace("\"", "\"\"") + '"' : oneLine);
        }
        return line.append('\n').toString();
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
