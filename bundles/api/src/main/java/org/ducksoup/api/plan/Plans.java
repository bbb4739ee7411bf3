package org.ducksoup.api.plan;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The plans that interactions can begin with. Thread-safe; never blocks. */
@ProviderType
public interface Plans {
    /** The version in use of a plan. Whoever has it keeps it: later edits of the file change nothing in it. */
    Optional<ExperimentPlan> plan(String name);

    /**
     * The plan of a trial: a size of one, and no place of the plan's assignment.
     *
     * @param code as {@link PlanDesk#trial} has given it; no other call gets the plan of the same code again
     * @return no value if the code is unknown, too old, or was used
     */
    Optional<ExperimentPlan> trial(String code);

    /** The names of all that can be used. */
    List<String> names();
}
