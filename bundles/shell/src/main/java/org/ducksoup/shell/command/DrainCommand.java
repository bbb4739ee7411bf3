package org.ducksoup.shell.command;

import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.cluster.Cluster;
import org.ducksoup.shell.study.StudyActs;
import org.ducksoup.shell.study.SupervisedStudy;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:drain}. */
@Service
@Command(
        scope = "ducksoup",
        name = "drain",
        description = "Begins no new interactions, before the server is stopped. Those that run go on.")
public final class DrainCommand extends StudyCommand {
    @Reference
    private @Nullable SupervisedStudy supervised;

    @Reference
    private @Nullable Cluster cluster;

    @Option(name = "--off", description = "Begins new interactions again")
    private boolean off;

    @Override
    void run(Supervision study) throws OperationException {
        Map<String, Object> result = StudyActs.drain(set(supervised), !off);
        // Those of this server: it is the one that drains.
        String there = Long.toString(count(result, "running") + count(result, "waiting"));
        done(
                result,
                off
                        ? "New interactions begin again."
                        : "No new interaction begins. " + there + " go on; ducksoup:interactions lists them."
                                + passedOn(set(cluster).passedOn()));
    }

    private static String passedOn(int participants) {
        return participants == 0
                ? ""
                : " " + participants + " participants of other servers' interactions have their socket here;"
                        + " ducksoup:nodes counts them. Stop this server when they are gone, too.";
    }

    private static long count(Map<String, Object> status, String member) {
        return status.get(member) instanceof Number number ? number.longValue() : 0;
    }
}
