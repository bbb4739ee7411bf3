package org.ducksoup.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One figure of several servers under several loads, as groups of bars in SVG. */
record BarChart(String figure, Map<String, Map<String, Double>> groups) {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int TOP = 60;
    private static final int BOTTOM = 310;

    /** Told apart by people who do not see colours, too: dark, middle, light. */
    private static final List<String> COLOURS = List.of("#1b4f72", "#e67e22", "#a9cce3", "#7d3c98");

    String svg() {
        List<String> servers = servers();
        double most = groups.values().stream()
                .flatMap(bars -> bars.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " "
                + HEIGHT + "\" font-family=\"sans-serif\" font-size=\"13\">\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        text(svg, LEFT, 24, "start", figure);
        for (int i = 0; i < servers.size(); i++) {
            rectangle(svg, LEFT + i * 170, 36, 12, 12, COLOURS.get(i % COLOURS.size()));
            text(svg, LEFT + i * 170 + 18, 47, "start", servers.get(i));
        }
        double groupWidth = (double) (WIDTH - LEFT - 20) / Math.max(1, groups.size());
        double barWidth = groupWidth * 0.8 / Math.max(1, servers.size());
        int group = 0;
        for (Map.Entry<String, Map<String, Double>> each : groups.entrySet()) {
            double x = LEFT + group++ * groupWidth + groupWidth * 0.1;
            text(svg, x + groupWidth * 0.4, BOTTOM + 20, "middle", each.getKey());
            for (int i = 0; i < servers.size(); i++) {
                Double value = each.getValue().get(servers.get(i));
                if (value != null && !value.isNaN()) {
                    double height = (BOTTOM - TOP - 20) * value / Math.max(most, 1e-9);
                    rectangle(
                            svg,
                            x + i * barWidth,
                            BOTTOM - height,
                            barWidth - 2,
                            height,
                            COLOURS.get(i % COLOURS.size()));
                    text(svg, x + (i + 0.5) * barWidth, BOTTOM - height - 4, "middle", Report.number(value));
                }
            }
        }
        rectangle(svg, LEFT, BOTTOM, WIDTH - LEFT - 20, 1, "black");
        return svg.append("</svg>\n").toString();
    }

    private List<String> servers() {
        List<String> servers = new ArrayList<>();
        groups.values().forEach(bars -> bars.keySet().stream()
                .filter(server -> !servers.contains(server))
                .forEach(servers::add));
        return servers;
    }

    private static void rectangle(StringBuilder svg, double x, double y, double width, double height, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
                x,
                y,
                width,
                height,
                colour));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                text.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
