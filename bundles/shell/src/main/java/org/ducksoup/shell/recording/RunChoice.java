package org.ducksoup.shell.recording;

import java.util.List;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.OperationException.Cause;
import org.ducksoup.api.operation.RecordedRun;
import org.jspecify.annotations.Nullable;

/** Those of all runs that an operator asks for. */
final class RunChoice {
    private RunChoice() {}

    /**
     * The runs of one interaction, or the newest ones.
     *
     * @param interaction its name, or {@code namespace/name}; null for all
     * @param last how many of the newest, 0 for all
     * @throws OperationException if that interaction has no run, or if the number is negative
     */
    static List<RecordedRun> of(List<RecordedRun> all, @Nullable String interaction, int last)
            throws OperationException {
        if (last < 0) {
            throw new OperationException(Cause.BAD_VALUE, "--last is the number of runs, 0 or more");
        }
        List<RecordedRun> chosen = interaction == null
                ? all
                : all.stream()
                        .filter(run -> run.interaction().equals(interaction)
                                || (run.namespace() + "/" + run.interaction()).equals(interaction))
                        .toList();
        if (chosen.isEmpty() && interaction != null) {
            throw new OperationException(
                    Cause.UNKNOWN,
                    "no run of an interaction " + interaction + " is here; ducksoup:recordings lists " + all.size()
                            + " runs");
        }
        return last == 0 ? chosen : chosen.subList(Math.max(0, chosen.size() - last), chosen.size());
    }
}
