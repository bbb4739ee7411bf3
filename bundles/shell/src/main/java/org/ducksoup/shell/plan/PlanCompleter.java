package org.ducksoup.shell.plan;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.plan.PlanSummary;
import org.ducksoup.shell.completion.NameCompleter;
import org.jspecify.annotations.Nullable;

/** Names of the plans of the directory. */
@Service
public final class PlanCompleter extends NameCompleter {
    @Reference
    private @Nullable Plans plans;

    @Override
    protected List<String> names(String[] typed) throws OperationException {
        return set(plans).desk().plans().stream().map(PlanSummary::name).toList();
    }
}
