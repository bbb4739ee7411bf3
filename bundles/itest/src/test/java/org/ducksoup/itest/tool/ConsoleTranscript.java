package org.ducksoup.itest.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Commands of the console with their output, as a guide prints them: a line with {@code >} is a command, and the lines after
 * it are what it prints. The line {@code ...} stands for any lines.
 */
public final class ConsoleTranscript {
    private static final String MARK = "next-command";
    private static final Pattern COLOUR = Pattern.compile("\\x1B\\[[0-9;]*m");
    private static final Pattern ID = Pattern.compile("\\b(?=[a-f]*\\d)[0-9a-f]{12,}\\b");

    private final List<String> commands = new ArrayList<>();
    private final List<List<String>> printed = new ArrayList<>();

    public ConsoleTranscript(String block) {
        for (String line : block.lines().toList()) {
            if (line.startsWith("> ")) {
                commands.add(line.substring(2));
                printed.add(new ArrayList<>());
            } else {
                printed.get(printed.size() - 1).add(line);
            }
        }
    }

    /** One line for the console, which prints a mark after each command that succeeds. */
    public String line() {
        return commands.stream()
                .map(command -> command + "; shell:echo " + MARK)
                .collect(Collectors.joining("; "));
    }

    /**
     * Compares what the console has printed for {@link #line} with the guide: the same words in the same columns. Figures,
     * times, ids and widths of columns may be others.
     *
     * @throws AssertionError with what the console has printed, if it is something else
     */
    public void check(String real) {
        List<String> outputs = List.of(real.split("(?m)^" + MARK + "\\s*$\\n?", -1));
        for (int i = 0; i < commands.size(); i++) {
            String output = i < outputs.size() ? outputs.get(i).stripTrailing() : "";
            Pattern expected = Pattern.compile(printed.get(i).stream()
                    .map(line -> line.equals("...") ? "(?:.*\\n)*?" : Pattern.quote(shape(line)) + "\\n")
                    .collect(Collectors.joining()));
            String shape = output.lines().map(line -> shape(line) + "\n").collect(Collectors.joining());
            if (!expected.matcher(shape).matches()) {
                throw new AssertionError("> " + commands.get(i) + "\nprints now:\n" + output);
            }
        }
    }

    private static String shape(String line) {
        return ID.matcher(COLOUR.matcher(line).replaceAll(""))
                .replaceAll("ID")
                .replaceAll("\\d+", "0")
                .replaceAll("-{2,}", "-")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
