package org.ducksoup.plan.library;

import java.nio.file.Path;
import java.util.List;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.text.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A file of the directory.
 *
 * @param plan the version in use: the last one without problems; null if there was none
 * @param problems of the file as it is now
 */
public record PlanFile(Path path, String name, @Nullable Plan plan, List<Problem> problems) {
    public PlanFile {
        problems = List.copyOf(problems);
    }
}
