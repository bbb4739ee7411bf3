package org.ducksoup.stats.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The moments of a participant's events, as SVG: one row for each kind of event, one line for each moment. */
final class Moments {
    private static final int WIDTH = 640;
    private static final int LEFT = 190;
    private static final int RIGHT = 30;
    private static final int ROW = 30;
    private static final int BOTTOM = 24;

    private record Row(String name, String style, List<Long> millis) {}

    private Moments() {}

    static String figure(ParticipantRecord participant, long endMillis) {
        List<Row> rows = List.of(
                new Row("key frames", "tick", participant.keyFrames.millis),
                new Row("key frame requests", "tick", participant.keyFrameRequests.millis),
                new Row("changes of effects", "mark", times(participant.effects)),
                new Row("incidents", "b", times(participant.incidents)));
        int height = rows.size() * ROW + BOTTOM;
        StringBuilder svg = new StringBuilder(2048);
        svg.append(
                "<figure class=\"plot\"><figcaption>Moments</figcaption>\n<svg viewBox=\"0 0 " + WIDTH + " " + height
                        + "\" role=\"img\" aria-label=\"When key frames, requests for them, changes of effects and incidents were\">\n");
        for (int i = 0; i < rows.size(); i++) {
            row(svg, rows.get(i), i * ROW, endMillis);
        }
        for (int share = 0; share <= 4; share++) {
            long at = endMillis * share / 4;
            svg.append("<text class=\"x\" x=\"" + x(at, endMillis) + "\" y=\"" + (height - 8) + "\">" + Html.clock(at)
                    + "</text>\n");
        }
        return svg.append("</svg></figure>\n").toString();
    }

    private static List<Long> times(List<ParticipantRecord.Mark> marks) {
        return new ArrayList<>(
                marks.stream().map(ParticipantRecord.Mark::millis).toList());
    }

    private static void row(StringBuilder svg, Row row, int top, long endMillis) {
        int middle = top + ROW / 2;
        svg.append("<text class=\"y\" x=\"" + (LEFT - 8) + "\" y=\"" + middle + "\">" + row.name() + "</text>");
        svg.append("<path class=\"grid\" d=\"M" + LEFT + " " + middle + "H" + (WIDTH - RIGHT) + "\"/>");
        if (!row.millis().isEmpty()) {
            svg.append("<path class=\"" + row.style() + "\" d=\"");
            row.millis().forEach(at -> svg.append("M" + x(at, endMillis) + " " + (top + 5) + "v" + (ROW - 10)));
            svg.append("\"/>");
        }
        svg.append('\n');
    }

    private static String x(long millis, long endMillis) {
        double share = Math.max(0, Math.min(1, (double) millis / Math.max(1, endMillis)));
        return String.format(Locale.ROOT, "%.1f", LEFT + share * (WIDTH - LEFT - RIGHT));
    }
}
