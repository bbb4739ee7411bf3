package org.ducksoup.api.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a plan's file has found.
 *
 * @param sha256 of the file's bytes, in hexadecimal digits: the plan's identity
 * @param plan null if the file is wrong
 * @param findings errors and warnings, in the order of the file
 * @param timetable null if the file is wrong
 */
public record CheckedPlan(
        String name,
        String sha256,
        @Nullable PlanSummary plan,
        List<PlanFinding> findings,
        @Nullable PlanTimetable timetable) {
    public CheckedPlan {
        findings = List.copyOf(findings);
    }

    /** Whether the plan can be used. Warnings are allowed. */
    public boolean isPassed() {
        return findings.stream().noneMatch(PlanFinding::isError);
    }
}
