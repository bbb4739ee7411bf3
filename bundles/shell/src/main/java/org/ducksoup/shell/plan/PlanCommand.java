package org.ducksoup.shell.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.plan.CheckedPlan;
import org.ducksoup.api.plan.PlanDesk;
import org.ducksoup.api.plan.PlanTrial;
import org.ducksoup.shell.command.ConsoleCommand;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:plan}. */
@Service
@Command(
        scope = "ducksoup",
        name = "plan",
        description =
                "Lists the plans of experiments, checks one and prints what happens when, or lets somebody try one role"
                        + " of one alone. A check fails if the plan cannot be used.")
@SuppressWarnings("SystemOut") // the command's console
public final class PlanCommand extends ConsoleCommand {
    @Option(name = "--seed", description = "Of the timetable: 0 to 2^53 - 1. By default the plan's own, or else 1")
    private @Nullable Long seed;

    @Option(name = "--condition", description = "Of the timetable. By default the first one of the plan")
    private @Nullable String condition;

    @Option(name = "--role", description = "Of a trial")
    private @Nullable String role;

    @Argument(index = 0, name = "action", required = true, description = "list, check, or try")
    @Completion(PlanActionCompleter.class)
    private @Nullable String action;

    // Karaf takes what follows the first argument for arguments, and people write the options last.
    @Argument(
            index = 1,
            name = "file",
            multiValued = true,
            description = "Name of a plan, or path of a file, readable by the server; options may follow it")
    @Completion(PlanCompleter.class)
    private List<String> rest = List.of();

    @Reference
    private @Nullable Plans plans;

    @Override
    public @Nullable Object execute() throws OperationException, IOException {
        PlanDesk desk = set(plans).desk();
        List<String> files = withoutOptions();
        if (set(action).equals("list") && files.isEmpty()) {
            list(desk);
        } else if (set(action).equals("check") && files.size() == 1) {
            check(desk, files.get(0));
        } else if (set(action).equals("try") && files.size() == 1 && role != null) {
            trial(desk, files.get(0), role);
        } else {
            throw new OperationException(
                    OperationException.Cause.BAD_VALUE,
                    "action",
                    "write ducksoup:plan list, ducksoup:plan check FILE with the name of a plan or the path of a file, or"
                            + " ducksoup:plan try NAME --role ROLE");
        }
        return null;
    }

    private List<String> withoutOptions() throws OperationException {
        List<String> files = new ArrayList<>();
        Iterator<String> words = rest.iterator();
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals("--condition") && words.hasNext()) {
                condition = words.next();
            } else if (word.equals("--role") && words.hasNext()) {
                role = words.next();
            } else if (word.equals("--seed") && words.hasNext()) {
                seed = number(words.next());
            } else {
                files.add(word);
            }
        }
        return files;
    }

    private static long number(String text) throws OperationException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new OperationException(
                    OperationException.Cause.BAD_VALUE, "seed", "seed " + text + " is no whole number");
        }
    }

    private void list(PlanDesk desk) {
        if (isJson()) {
            printJson(desk.plans().stream().map(PlanDocument::of).toList());
        } else {
            PlanTable.list(desk.plans(), System.out);
        }
    }

    private void trial(PlanDesk desk, String plan, String played) throws OperationException, IOException {
        PlanTrial trial = desk.trial(plan, played, new PlanDesk.Choice(condition, seed));
        if (isJson()) {
            printJson(PlanDocument.of(trial));
        } else {
            PlanTable.trial(trial, System.out);
        }
    }

    private void check(PlanDesk desk, String named) throws OperationException, IOException {
        CheckedPlan checked = desk.check(named, new PlanDesk.Choice(condition, seed));
        if (isJson()) {
            printJson(PlanDocument.of(checked));
        } else {
            PlanTable.checked(checked, System.out);
        }
        if (!checked.isPassed()) {
            System.out.flush();
            throw new OperationException(
                    OperationException.Cause.BAD_VALUE, "plan " + checked.name() + " cannot be used");
        }
    }
}
