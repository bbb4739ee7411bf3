package org.ducksoup.settings.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code .env} format: {@code NAME=value} lines, comments with {@code #}, optional quotes and {@code export}. */
public final class DotEnv {
    private static final Pattern ASSIGNMENT = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");

    private DotEnv() {}

    /** @param problems receives a sentence for every line in another format */
    public static Map<String, String> parse(List<String> lines, List<String> problems) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher assignment = ASSIGNMENT.matcher(line);
            if (assignment.matches()) {
                variables.put(assignment.group(1), value(assignment.group(2)));
            } else {
                // The sentence does not repeat the line, because the line may hold a password.
                problems.add("Line " + (i + 1) + " of .env is not understood, but it must be NAME=value.");
            }
        }
        return variables;
    }

    private static String value(String text) {
        if (text.length() >= 2) {
            char quote = text.charAt(0);
            int end = text.indexOf(quote, 1);
            if ((quote == '"' || quote == '\'') && end > 0) {
                return text.substring(1, end);
            }
        }
        int comment = text.indexOf(" #");
        return (comment < 0 ? text : text.substring(0, comment)).strip();
    }
}
