package org.ducksoup.shell.plan;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.karaf.shell.support.table.ShellTable;
import org.ducksoup.api.plan.CheckedPlan;
import org.ducksoup.api.plan.PlanFinding;
import org.ducksoup.api.plan.PlanSummary;
import org.ducksoup.api.plan.PlanTimetable;
import org.ducksoup.api.plan.PlanTrial;
import org.ducksoup.shell.study.Printed;

/** Plans as tables for the console. */
final class PlanTable {
    private static final int SHORT_HASH = 12;

    private PlanTable() {}

    /** One line for each plan of the directory, and what is wrong with files below. */
    static void list(List<PlanSummary> plans, PrintStream out) {
        if (plans.isEmpty()) {
            out.println("There is no plan here.");
            return;
        }
        ShellTable table = new ShellTable();
        List.of("Plan", "Length", "Roles", "Conditions", "Assigned by", "SHA-256", "State")
                .forEach(table::column);
        for (PlanSummary plan : plans) {
            boolean isUsed = !plan.sha256().isEmpty();
            table.addRow()
                    .addContent(
                            plan.name(),
                            isUsed ? Printed.time(plan.duration()) : "",
                            String.join(", ", plan.roles()),
                            String.join(", ", plan.conditions()),
                            plan.assignment(),
                            isUsed ? plan.sha256().substring(0, SHORT_HASH) : "",
                            state(plan, isUsed));
        }
        table.print(out);
        plans.forEach(plan ->
                plan.problems().forEach(problem -> out.println(Printed.text(plan.name() + ": " + problem.sentence()))));
    }

    private static String state(PlanSummary plan, boolean isUsed) {
        if (plan.problems().isEmpty()) {
            return "in use";
        }
        return isUsed ? "the file is wrong, an older version is in use" : "the file is wrong";
    }

    /** What is wrong with a plan, and its timetable. */
    static void checked(CheckedPlan checked, PrintStream out) {
        out.println(Printed.text(checked.name()) + ", SHA-256 " + checked.sha256());
        PlanSummary plan = checked.plan();
        if (plan != null) {
            out.println(Printed.text(Printed.time(plan.duration()) + " with " + String.join(", ", plan.roles())
                    + "; conditions " + String.join(", ", plan.conditions()) + ", assigned by "
                    + plan.assignment()));
        }
        for (PlanFinding finding : checked.findings()) {
            out.println((finding.isError() ? "ERROR   " : "WARNING ") + Printed.text(finding.sentence()));
        }
        if (checked.timetable() != null) {
            timetable(checked.timetable(), out);
        }
    }

    /** The code of a trial, and what happens in it. */
    static void trial(PlanTrial trial, PrintStream out) {
        String plan = trial.plan().name();
        out.println("Role " + trial.role() + " of plan " + plan + ", alone, condition " + trial.condition() + ", seed "
                + trial.seed() + ":");
        ShellTable table = new ShellTable();
        List.of("When", "Step", "What", "Left out").forEach(table::column);
        for (PlanTrial.Line line : trial.lines()) {
            table.addRow().addContent(line.when(), name(line.step(), line.repetition()), acts(line, true), left(line));
        }
        table.print(out);
        out.println("Once, in the next " + trial.valid().toMinutes() + " minutes: /test/mirror/?trial=" + trial.code());
    }

    private static String acts(PlanTrial.Line line, boolean done) {
        return Printed.text(line.acts().stream()
                .filter(act -> act.done() == done)
                .map(PlanTrial.Act::text)
                .collect(Collectors.joining("; ")));
    }

    private static String left(PlanTrial.Line line) {
        String others = acts(line, false);
        String why = line.awaits() == null ? "" : "nobody plays " + line.awaits() + " here";
        return others.isEmpty() || why.isEmpty() ? others + why : others + " (" + why + ")";
    }

    private static String name(String step, int repetition) {
        return step + (repetition > 1 ? " #" + repetition : "");
    }

    private static void timetable(PlanTimetable timetable, PrintStream out) {
        out.println("Condition " + timetable.condition() + ", seed " + timetable.seed() + ":");
        ShellTable table = new ShellTable();
        List.of("When", "Step", "What").forEach(table::column);
        for (PlanTimetable.Line line : timetable.lines()) {
            String name = name(line.step(), line.repetition());
            table.addRow()
                    .addContent(
                            line.when(), name, Printed.text(line.acts().stream().collect(Collectors.joining("; "))));
        }
        table.print(out);
    }
}
