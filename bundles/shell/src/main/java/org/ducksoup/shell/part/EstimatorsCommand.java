package org.ducksoup.shell.part;

import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code ducksoup:estimators}. */
@Service
@Command(
        scope = "ducksoup",
        name = "estimators",
        description = "Lists the bandwidth estimators, and which one is used.")
public final class EstimatorsCommand extends PartsCommand {
    @Override
    List<RegisteredPart> of(RegisteredParts parts) {
        return parts.estimators();
    }

    @Override
    String remark(RegisteredParts parts) {
        return "New interactions use " + parts.chosenEstimator() + " (settings estimator and gcc of org.ducksoup.sfu).";
    }
}
