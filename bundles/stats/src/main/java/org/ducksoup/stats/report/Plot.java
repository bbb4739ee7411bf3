package org.ducksoup.stats.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Curves over the time of an interaction, as SVG without styles or scripts of its own. */
final class Plot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 200;
    private static final int LEFT = 56;
    private static final int RIGHT = 24;
    private static final int TOP = 12;
    private static final int BOTTOM = 38;
    private static final int TICKS = 4;
    /** A smaller range would make noise look like a signal. */
    private static final double MIN_TOP = 1;

    private record Curve(String name, String style, Series series, boolean steps, boolean bound) {}

    private final String title;
    private final String unit;
    private final long toMillis;
    private final List<Curve> curves = new ArrayList<>();
    private List<ParticipantRecord.Mark> marks = List.of();

    Plot(String title, String unit, long toMillis) {
        this.title = title;
        this.unit = unit;
        this.toMillis = Math.max(1000, toMillis);
    }

    /** @param style class of the surrounding page: {@code a}, {@code b} or {@code c} */
    Plot curve(String name, String style, Series series) {
        return add(new Curve(name, style, series, false, false));
    }

    /** Draws values that hold until the next one. */
    Plot steps(String name, String style, Series series) {
        return add(new Curve(name, style, series, true, false));
    }

    /** Draws a limit that the curves stay below. If the limit is far above them, the scale follows the curves. */
    Plot bound(String name, String style, Series series) {
        return add(new Curve(name, style, series, true, true));
    }

    private Plot add(Curve curve) {
        if (!curve.series().isEmpty()) {
            curves.add(curve);
        }
        return this;
    }

    /** Marks moments in the curves. */
    Plot marks(List<ParticipantRecord.Mark> moments) {
        marks = moments;
        return this;
    }

    boolean isEmpty() {
        return curves.isEmpty();
    }

    String figure() {
        double top = niceAbove(highest());
        StringBuilder svg = new StringBuilder(4096);
        svg.append("<figure class=\"plot\"><figcaption>")
                .append(Html.escaped(title))
                .append(" <span class=\"unit\">")
                .append(Html.escaped(unit))
                .append("</span></figcaption>\n<svg viewBox=\"0 0 ")
                .append(WIDTH + " " + HEIGHT + "\" role=\"img\" aria-label=\"")
                .append(Html.escaped(title + " in " + unit + " over the interaction"))
                .append("\">\n");
        grid(svg, top);
        for (ParticipantRecord.Mark mark : marks) {
            svg.append("<path class=\"mark\" d=\"M")
                    .append(number(x(mark.millis())))
                    .append(' ')
                    .append(TOP)
                    .append('V')
                    .append(HEIGHT - BOTTOM)
                    .append("\"><title>")
                    .append(Html.escaped(Html.clock(mark.millis()) + " " + mark.text()))
                    .append("</title></path>\n");
        }
        for (Curve curve : curves) {
            svg.append("<path class=\"curve ")
                    .append(curve.style())
                    .append("\" d=\"")
                    .append(path(curve, top))
                    .append("\"/>\n");
        }
        svg.append("</svg>\n");
        legend(svg, top);
        return svg.append("</figure>\n").toString();
    }

    private double highest() {
        double measured = MIN_TOP;
        double all = MIN_TOP;
        for (Curve curve : curves) {
            double highest = curve.series().highest();
            all = Math.max(all, highest);
            measured = curve.bound() ? measured : Math.max(measured, highest);
        }
        return all <= 2 * measured ? all : measured;
    }

    private void legend(StringBuilder html, double top) {
        html.append("<p class=\"legend\">");
        for (Curve curve : curves) {
            html.append("<span><svg viewBox=\"0 0 24 8\" aria-hidden=\"true\"><path class=\"curve ")
                    .append(curve.style())
                    .append("\" d=\"M0 4H24\"/></svg> ")
                    .append(Html.escaped(curve.name()))
                    .append(
                            curve.series().highest() > top
                                    ? ", above: " + tick(curve.series().highest())
                                    : "")
                    .append("</span> ");
        }
        html.append("</p>");
    }

    private void grid(StringBuilder svg, double top) {
        for (int i = 0; i <= TICKS; i++) {
            double value = top * i / TICKS;
            String y = number(y(value, top));
            svg.append("<path class=\"grid\" d=\"M" + LEFT + " " + y + "H" + (WIDTH - RIGHT)
                    + "\"/><text class=\"y\" x=\"" + (LEFT - 6) + "\" y=\"" + y + "\">" + tick(value) + "</text>\n");
        }
        long step = niceSeconds(toMillis / 1000.0 / 6);
        for (long second = 0; second * 1000 <= toMillis; second += step) {
            String x = number(x(second * 1000));
            svg.append("<path class=\"grid\" d=\"M" + x + " " + (HEIGHT - BOTTOM) + "v4\"/><text class=\"x\" x=\"" + x
                    + "\" y=\"" + (HEIGHT - BOTTOM + 24) + "\">" + Html.clock(second * 1000) + "</text>\n");
        }
    }

    private String path(Curve curve, double top) {
        Series series = curve.series();
        StringBuilder d = new StringBuilder(12 * series.size());
        for (int i = 0; i < series.size(); i++) {
            double x = x(series.time(i));
            double y = y(series.value(i), top);
            boolean joined = i > 0 && (curve.steps() || series.time(i) - series.time(i - 1) <= series.longestStep());
            if (joined && curve.steps()) {
                d.append('H').append(number(x)).append('V').append(number(y));
            } else {
                d.append(joined ? 'L' : 'M').append(number(x)).append(' ').append(number(y));
            }
        }
        if (curve.steps()) {
            d.append('H').append(number(x(toMillis)));
        } else if (series.size() == 1) {
            d.append("h1");
        }
        return d.toString();
    }

    private double x(long millis) {
        double share = (double) millis / toMillis;
        return LEFT + Math.max(0, Math.min(1, share)) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - Math.min(1, value / top) * (HEIGHT - TOP - BOTTOM);
    }

    /** The next number with one or two digits that is not below. */
    private static double niceAbove(double highest) {
        double power = Math.pow(10, Math.floor(Math.log10(highest)));
        for (double factor : new double[] {1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8}) {
            if (factor * power >= highest) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static long niceSeconds(double atLeast) {
        for (long step : new long[] {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600}) {
            if (step >= atLeast) {
                return step;
            }
        }
        return 7200;
    }

    private static String tick(double value) {
        String text = String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 1 ? "%.1f" : "%.2f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    /**
     * Formats with one digit, without {@code String.format}: a page has hundreds of thousands of numbers. The value is
     * never negative here.
     */
    private static String number(double value) {
        long tenths = Math.round(value * 10);
        return tenths / 10 + "." + tenths % 10;
    }
}
