package org.ducksoup.shell.recording;

import java.util.List;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.OperationException.Cause;
import org.ducksoup.api.operation.RecordedRun;
import org.jspecify.annotations.Nullable;

/** Those of all runs that an operator asks for. */
public final class RunChoice {
    private RunChoice() {}

    /**
     * The runs of one interaction, or the newest ones.
     *
     * @param interaction its name, or {@code namespace/name}; null for all
     * @param last how many of the newest, 0 for all
     * @throws OperationException if that interaction has no run, or if the number is negative
     */
    public static List<RecordedRun> of(List<RecordedRun> all, @Nullable String interaction, int last)
            throws OperationException {
        if (last < 0) {
            throw new OperationException(
                    Cause.BAD_VALUE, "last", "last is the number of the newest runs, 0 or more; 0 means all");
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
                    "interaction",
                    "no run of an interaction " + interaction + " is here; ducksoup:recordings lists " + all.size()
                            + " runs");
        }
        return last == 0 ? chosen : chosen.subList(Math.max(0, chosen.size() - last), chosen.size());
    }

    /** The names of the interactions of some runs. */
    static List<String> names(List<RecordedRun> runs) {
        return runs.stream().map(RecordedRun::interaction).distinct().toList();
    }

    /** The directories of those that a crash has left. */
    static List<String> unfinished(List<RecordedRun> runs) {
        return runs.stream()
                .filter(run ->
                        run.state() == RecordedRun.State.UNFINISHED || run.state() == RecordedRun.State.UNREADABLE)
                .map(RecordedRun::directory)
                .toList();
    }
}
