package org.ducksoup.shell.http;

import java.time.Duration;
import java.util.List;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.plan.CheckedPlan;
import org.ducksoup.api.plan.PlanDesk;
import org.ducksoup.api.plan.PlanFinding;
import org.ducksoup.api.plan.PlanSummary;
import org.ducksoup.api.plan.PlanTimetable;
import org.ducksoup.api.plan.PlanTrial;

/** A good plan and a bad one. */
final class FakePlans implements PlanDesk {
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final PlanFinding FINDING =
            new PlanFinding(true, 2, 11, "duration", "soon", "Line 2, column 11: duration \"soon\" is wrong.");

    @Override
    public List<PlanSummary> plans() {
        return List.of(
                new PlanSummary(
                        "dyad",
                        HASH,
                        "Two",
                        Duration.ofMinutes(10),
                        List.of("a", "b"),
                        List.of("one"),
                        "blocks",
                        List.of()),
                new PlanSummary("broken", "", "", Duration.ZERO, List.of(), List.of(), "", List.of(FINDING)));
    }

    @Override
    public CheckedPlan check(String file, Choice choice) {
        throw new AssertionError("HTTP names no files");
    }

    @Override
    public CheckedPlan checkPlan(String name, Choice choice) throws OperationException {
        if (name.equals("missing")) {
            throw new OperationException(OperationException.Cause.UNKNOWN, "name", "there is no plan missing");
        }
        return checked(name, choice);
    }

    @Override
    public CheckedPlan checkText(String text, Choice choice) {
        return text.contains("soon")
                ? new CheckedPlan("text", HASH, null, List.of(FINDING), null)
                : checked("text", choice);
    }

    @Override
    public PlanTrial trial(String name, String role, Choice choice) throws OperationException {
        if (!role.equals("a")) {
            throw new OperationException(OperationException.Cause.UNKNOWN, "role", "plan dyad has no role " + role);
        }
        return new PlanTrial(
                "0123456789abcdef",
                Duration.ofMinutes(10),
                plans().get(0),
                role,
                choice.condition() == null ? "one" : choice.condition(),
                choice.seed() == null ? 1 : choice.seed(),
                List.of(
                        new PlanTrial.Line(
                                Duration.ofMillis(90_500),
                                "1:30.500",
                                "up",
                                1,
                                List.of(new PlanTrial.Act("mute a", true), new PlanTrial.Act("mute b", false)),
                                null),
                        new PlanTrial.Line(null, "speech of b", "down", 1, List.of(), "b")));
    }

    private CheckedPlan checked(String name, Choice choice) {
        PlanTimetable timetable = new PlanTimetable(
                choice.condition() == null ? "one" : choice.condition(),
                choice.seed() == null ? 1 : choice.seed(),
                List.of(
                        new PlanTimetable.Line(Duration.ofMillis(90_500), "1:30.500", "up", 1, List.of("mute a")),
                        new PlanTimetable.Line(null, "speech of a", "down", 2, List.of())));
        return new CheckedPlan(name, HASH, plans().get(0), List.of(), timetable);
    }
}
