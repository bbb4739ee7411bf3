package org.ducksoup.api.plan;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The plans that interactions can begin with. Thread-safe; never blocks. */
@ProviderType
public interface Plans {
    /** The version in use of a plan. Whoever has it keeps it: later edits of the file change nothing in it. */
    Optional<ExperimentPlan> plan(String name);

    /** The names of all that can be used. */
    List<String> names();
}
