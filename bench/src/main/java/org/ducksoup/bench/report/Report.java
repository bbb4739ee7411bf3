package org.ducksoup.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Everything that a run has measured. One thread. */
public final class Report {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String command;
    private final String machine;
    private final List<Row> rows = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();

    /**
     * @param command that repeats the run
     * @param machine on which it ran
     */
    public Report(String command, String machine) {
        this.command = command;
        this.machine = machine;
    }

    public void add(Row row) {
        rows.add(row);
    }

    public void add(Line line) {
        lines.add(line);
    }

    public List<Line> lines() {
        return List.copyOf(lines);
    }

    /** The rows of one load on one server. */
    public List<Row> rows(String server, String crowd) {
        return rows.stream()
                .filter(row ->
                        row.server().equals(server) && row.crowd().toString().equals(crowd))
                .toList();
    }

    /** For people. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(machine).append('\n').append(command).append('\n');
        for (Row row : rows) {
            text.append('\n').append(head(row)).append('\n');
            row.values()
                    .forEach((name, value) ->
                            text.append(String.format(Locale.ROOT, "  %-28s %s%n", name, number(value))));
        }
        if (!lines.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%n%-66s %10s %10s %10s%n", "figure", "measured", "must", "aim"));
            for (Line line : lines) {
                text.append(String.format(
                        Locale.ROOT,
                        "%-66s %10s %10s %10s  %s%s%n",
                        line.figure(),
                        number(line.value()),
                        (line.most() ? "<= " : ">= ") + number(line.must()),
                        number(line.aim()),
                        line.verdict(),
                        line.remark() == null ? "" : " (" + line.remark() + ")"));
            }
        }
        return text.toString();
    }

    private static String head(Row row) {
        return row.server() + ", " + row.crowd() + ", round " + row.round();
    }

    static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }

    /** For programs. */
    public String json() throws IOException {
        ObjectNode root = JSON.createObjectNode().put("machine", machine).put("command", command);
        ArrayNode loads = root.putArray("loads");
        for (Row row : rows) {
            ObjectNode load = loads.addObject()
                    .put("server", row.server())
                    .put("round", row.round())
                    .put("interactions", row.crowd().interactions())
                    .put("size", row.crowd().size())
                    .put("seconds", row.figures().seconds());
            ObjectNode values = load.putObject("figures");
            row.values().forEach(values::put);
        }
        ArrayNode table = root.putArray("table");
        for (Line line : lines) {
            table.addObject()
                    .put("figure", line.figure())
                    .put("value", Double.isNaN(line.value()) ? null : line.value())
                    .put("must", line.must())
                    .put("aim", line.aim())
                    .put("met", line.isMet())
                    .put("remark", line.remark());
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    /** Writes {@code report.txt}, {@code report.json} and a picture for each figure that servers are compared by. */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.txt"), text());
        Files.writeString(directory.resolve("report.json"), json());
        for (String figure : List.of("packets per CPU-second", "latency p50, ms", "p99", "first video p50, ms", "MB")) {
            Map<String, Map<String, Double>> bars = bars(figure);
            if (!bars.isEmpty()) {
                String file = figure.replaceAll("[^A-Za-z0-9]+", "-").toLowerCase(Locale.ROOT) + ".svg";
                Files.writeString(directory.resolve(file), new BarChart(figure, bars).svg());
            }
        }
    }

    /** For each load, each server's mean over its rounds. */
    private Map<String, Map<String, Double>> bars(String figure) {
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        for (Row row : rows) {
            if (row.values().containsKey(figure)) {
                bars.computeIfAbsent(row.crowd().toString(), crowd -> new LinkedHashMap<>())
                        .computeIfAbsent(
                                row.server(), server -> rows(server, row.crowd().toString()).stream()
                                        .collect(Collectors.averagingDouble(
                                                each -> each.values().getOrDefault(figure, Double.NaN))));
            }
        }
        return bars;
    }
}
