package org.ducksoup.api.plan;

import java.io.IOException;
import java.util.List;
import org.ducksoup.api.operation.OperationException;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The plans of this server, for whoever prepares a study. Thread-safe. The checks may block for seconds. */
@ProviderType
public interface PlanDesk {
    /** The plans of the directory, by name, as they are now. Never blocks. */
    List<PlanSummary> plans();

    /**
     * Checks a file of this machine, and makes a timetable.
     *
     * @param file a path, or the name of a plan of the directory
     * @param choice of the timetable
     * @throws OperationException if there is no such file or condition
     * @throws IOException if the file cannot be read
     */
    CheckedPlan check(String file, Choice choice) throws OperationException, IOException;

    /**
     * The same for a plan of the directory.
     *
     * @throws OperationException if there is no such plan or condition
     * @throws IOException if its file cannot be read
     */
    CheckedPlan checkPlan(String name, Choice choice) throws OperationException, IOException;

    /**
     * The same for a text.
     *
     * @throws OperationException if there is no such condition
     */
    CheckedPlan checkText(String text, Choice choice) throws OperationException;

    /**
     * Lets somebody try one role of a plan of the directory alone, with a chosen condition and seed. The code counts once, for
     * some minutes, and until the server stops.
     *
     * @throws OperationException if there is no such plan, role or condition
     * @throws IOException if the key of the plan's conditions cannot be read or written
     */
    PlanTrial trial(String name, String role, Choice choice) throws OperationException, IOException;

    /**
     * Which timetable is made.
     *
     * @param condition null for the first one of the plan
     * @param seed 0 to 2<sup>53</sup>-1; null for the plan's own, or else 1
     */
    record Choice(@Nullable String condition, @Nullable Long seed) {}
}
