package org.ducksoup.stats.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final Methods methods = new Methods();
    private @Nullable PlanAssigned plan;

    /** @param at since the start of the interaction */
    void hear(InteractionEvent event, Duration at) {
        methods.hear(event, at);
        if (event instanceof PlanAssigned assigned) {
            plan = assigned;
        } else if (event instanceof MarkSet set && marks.size() < MAX_ROWS) {
            marks.add(set);
        } else if (event instanceof PlanStepDone done && acts.size() < MAX_ROWS) {
            acts.add(done);
        }
    }

    /**
     * Nothing without a plan and markers.
     *
     * @param processing as for {@link Methods#text}
     */
    String html(Map<String, String> processing) {
        StringBuilder html = new StringBuilder();
        PlanAssigned known = plan;
        if (known != null) {
            html.append("<section>\n<h2>Plan</h2>\n");
            if (known.trial()) {
                html.append("<p>This is no data: an operator tried one role of the plan alone.</p>\n");
            }
            html.append("<p>")
                    .append(Html.escaped(methods.text(known, processing)))
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

    private void actTable(StringBuilder html) {
        html.append("<div class=\"scroll\"><table>\n");
        row(html, "th", List.of("planned", "applied", "first frame", "late, ms", "step", "role", "act", "deviation"));
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
                            done.frame() == null ? "" : seconds(done.frame().at()),
                            done.applied() == null
                                    ? ""
                                    : String.format(
                                            Locale.ROOT, "%.1f", done.lateness().toNanos() / 1e6),
                            done.step().isEmpty() ? done.cause() : done.step(),
                            change.role(),
                            change.over().isZero() ? what : what + " in " + seconds(change.over()),
                            done.problem() != null
                                    ? done.problem()
                                    : done.isDeviation() ? done.lateness().isNegative() ? "early" : "late" : ""));
        }
        html.append("</table></div>\n");
        if (methods.acts() > acts.size()) {
            html.append("<p class=\"quiet\">timeline.csv has all ")
                    .append(methods.acts())
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
