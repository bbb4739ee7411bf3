package org.ducksoup.shell.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.plan.CheckedPlan;
import org.ducksoup.api.plan.PlanFinding;
import org.ducksoup.api.plan.PlanSummary;
import org.ducksoup.api.plan.PlanTimetable;
import org.ducksoup.api.plan.PlanTrial;

/** Plans as JSON documents. Times are seconds; what is unknown is null. */
public final class PlanDocument {
    private PlanDocument() {}

    /** A plan of the directory. */
    public static Map<String, Object> of(PlanSummary plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", plan.name());
        json.put("sha256", plan.sha256().isEmpty() ? null : plan.sha256());
        json.put("title", plan.title());
        json.put("duration", plan.duration().toMillis() / 1e3);
        json.put("roles", plan.roles());
        json.put("conditions", plan.conditions());
        json.put("assignment", plan.assignment());
        json.put("problems", plan.problems().stream().map(PlanDocument::of).toList());
        return json;
    }

    /** {@code {"passed", "name", "sha256", "plan", "findings", "timetable"}}. */
    public static Map<String, Object> of(CheckedPlan checked) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("passed", checked.isPassed());
        json.put("name", checked.name());
        json.put("sha256", checked.sha256());
        json.put("plan", checked.plan() == null ? null : of(checked.plan()));
        json.put("findings", checked.findings().stream().map(PlanDocument::of).toList());
        json.put("timetable", checked.timetable() == null ? null : of(checked.timetable()));
        return json;
    }

    /** {@code {"code", "validSeconds", "plan", "role", "condition", "seed", "steps"}}. */
    public static Map<String, Object> of(PlanTrial trial) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", trial.code());
        json.put("validSeconds", trial.valid().toSeconds());
        json.put("plan", of(trial.plan()));
        json.put("role", trial.role());
        json.put("condition", trial.condition());
        json.put("seed", trial.seed());
        json.put("steps", trial.lines().stream().map(PlanDocument::of).toList());
        return json;
    }

    private static Map<String, Object> of(PlanTrial.Line line) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", line.at() == null ? null : line.at().toMillis() / 1e3);
        json.put("when", line.when());
        json.put("step", line.step());
        json.put("repetition", line.repetition());
        json.put(
                "acts",
                line.acts().stream()
                        .map(act -> Map.of("text", act.text(), "done", act.done()))
                        .toList());
        json.put("awaits", line.awaits());
        return json;
    }

    private static Map<String, Object> of(PlanFinding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("error", finding.isError());
        json.put("line", finding.line());
        json.put("column", finding.column());
        json.put("key", finding.key());
        json.put("value", finding.value());
        json.put("message", finding.sentence());
        return json;
    }

    private static Map<String, Object> of(PlanTimetable timetable) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("condition", timetable.condition());
        json.put("seed", timetable.seed());
        json.put("steps", steps(timetable.lines()));
        return json;
    }

    private static List<Map<String, Object>> steps(List<PlanTimetable.Line> lines) {
        return lines.stream()
                .map(line -> {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("at", line.at() == null ? null : line.at().toMillis() / 1e3);
                    json.put("when", line.when());
                    json.put("step", line.step());
                    json.put("repetition", line.repetition());
                    json.put("acts", line.acts());
                    return json;
                })
                .toList();
    }
}
