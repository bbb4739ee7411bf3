package org.ducksoup.stats.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.MarkSet;
import org.ducksoup.api.interaction.InteractionEvent.PlanAssigned;
import org.ducksoup.api.interaction.InteractionEvent.PlanStepDone;
import org.jspecify.annotations.Nullable;

/** The section of a report about the run's plan: what was done beside what was planned, and words for a paper's methods. */
final class PlanSection {
    /** A report is for people; {@code timeline.csv} has all. */
    private static final int MAX_ROWS = 1000;

    private final List<PlanStepDone> acts = new ArrayList<>();
    private final List<MarkSet> marks = new ArrayList<>();
    private final Map<String, String> versions = new TreeMap<>();
    private final List<Duration> late = new ArrayList<>();
    private int count;
    private int deviations;
    private int undone;
    private @Nullable PlanAssigned plan;

    void hear(InteractionEvent event) {
        if (event instanceof PlanAssigned assigned) {
            plan = assigned;
        } else if (event instanceof InteractionEvent.InteractionServedBy served) {
            versions.putAll(served.versions());
        } else if (event instanceof MarkSet set && marks.size() < MAX_ROWS) {
            marks.add(set);
        } else if (event instanceof PlanStepDone done) {
            act(done);
        }
    }

    private void act(PlanStepDone done) {
        count++;
        deviations += done.isDeviation() ? 1 : 0;
        if (done.applied() == null) {
            undone++;
        } else {
            late.add(done.lateness());
        }
        if (acts.size() < MAX_ROWS) {
            acts.add(done);
        }
    }

    /** Nothing without a plan and markers. */
    String html() {
        StringBuilder html = new StringBuilder();
        PlanAssigned known = plan;
        if (known != null) {
            html.append("<section>\n<h2>Plan</h2>\n<p>")
                    .append(Html.escaped(methods(known)))
                    .append("</p>\n");
            actTable(html);
            html.append("</section>\n");
        }
        if (!marks.isEmpty()) {
            html.append("<section>\n<h2>Markers</h2>\n<div class=\"scroll\"><table>\n");
            marks.forEach(set -> row(
                    html,
                    "td",
                    List.of(
                            seconds(set.at()),
                            set.scope().userId() == null
                                    ? "operator"
                                    : set.scope().userId(),
                            set.mark().name(),
                            set.mark().data() == null ? "" : set.mark().data())));
            html.append("</table></div>\n</section>\n");
        }
        return html.toString();
    }

    /** To be copied, and changed where a journal wants it otherwise. */
    private String methods(PlanAssigned known) {
        List<Duration> sorted = late.stream().sorted().toList();
        String version = versions.getOrDefault("sfu", "");
        return String.format(
                Locale.ROOT,
                "The interaction followed the pre-registered plan %s (SHA-256 %s; condition %s; seed %d), carried out by the server DuckSoup%s on its own clock. "
                        + "Of %d acts that were due, %d deviated from the plan (more than %d ms late, or not done: %d).%s",
                known.plan(),
                known.sha256(),
                known.condition(),
                known.seed(),
                version.isEmpty() ? "" : " " + version,
                count,
                deviations,
                PlanStepDone.TOLERANCE.toMillis(),
                undone,
                sorted.isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " Acts were carried out %.1f ms after their time (median; 99 %% within %.1f ms, all within %.1f ms).",
                                millis(sorted, 0.5),
                                millis(sorted, 0.99),
                                millis(sorted, 1)));
    }

    private static double millis(List<Duration> sorted, double share) {
        int at = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.max(0, at)).toNanos() / 1e6;
    }

    private void actTable(StringBuilder html) {
        html.append("<div class=\"scroll\"><table>\n");
        row(html, "th", List.of("planned", "applied", "late, ms", "step", "role", "act", "deviation"));
        for (PlanStepDone done : acts) {
            PlanStepDone.Change change = done.change();
            String what = String.join(" ", change.act(), change.target(), change.value())
                    .replaceAll(" +", " ")
                    .strip();
            row(
                    html,
                    "td",
                    List.of(
                            seconds(done.due()),
                            seconds(done.applied()),
                            done.applied() == null
                                    ? ""
                                    : String.format(
                                            Locale.ROOT, "%.1f", done.lateness().toNanos() / 1e6),
                            done.step().isEmpty() ? done.cause() : done.step(),
                            change.role(),
                            change.over().isZero() ? what : what + " in " + seconds(change.over()),
                            done.problem() != null ? done.problem() : done.isDeviation() ? "late" : ""));
        }
        html.append("</table></div>\n");
        if (count > acts.size()) {
            html.append("<p class=\"quiet\">timeline.csv has all ")
                    .append(count)
                    .append(" acts.</p>\n");
        }
    }

    private static void row(StringBuilder html, String cell, List<String> values) {
        html.append("<tr>");
        values.forEach(value -> html.append('<')
                .append(cell)
                .append('>')
                .append(Html.escaped(value))
                .append("</")
                .append(cell)
                .append('>'));
        html.append("</tr>\n");
    }

    private static String seconds(@Nullable Duration time) {
        return time == null ? "" : String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9);
    }
}
