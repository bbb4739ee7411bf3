package org.ducksoup.api.plan;

import java.time.Duration;
import java.util.List;

/**
 * A plan of the server's directory.
 *
 * @param name what a join calls it
 * @param sha256 of the version in use, in hexadecimal digits; empty if there is none, because the file is wrong
 * @param title for researchers; may be empty
 * @param duration of an interaction
 * @param roles one for each participant
 * @param conditions their names, which participants never see
 * @param assignment who decides on the condition: {@code token}, {@code sequence}, {@code blocks}, {@code latin-square}
 * @param problems of the file as it is now; the version in use is an older one if there are some
 */
public record PlanSummary(
        String name,
        String sha256,
        String title,
        Duration duration,
        List<String> roles,
        List<String> conditions,
        String assignment,
        List<PlanFinding> problems) {
    public PlanSummary {
        roles = List.copyOf(roles);
        conditions = List.copyOf(conditions);
        problems = List.copyOf(problems);
    }
}
