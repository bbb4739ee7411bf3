package org.ducksoup.shell.plan;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.shell.completion.NameCompleter;

/** What {@code ducksoup:plan} can do. */
@Service
public final class PlanActionCompleter extends NameCompleter {
    @Override
    protected List<String> names(String[] typed) {
        return List.of("list", "check", "try");
    }
}
