package org.ducksoup.shell.server;

import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.pipeline.WorkerStatus;
import org.ducksoup.shell.command.ConsoleCommand;
import org.ducksoup.shell.study.Printed;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:workers}. */
@Service
@Command(
        scope = "ducksoup",
        name = "workers",
        description = "Lists the processes in which effects run apart from the server, and what they use.")
@SuppressWarnings("SystemOut") // the command's console
public final class WorkersCommand extends ConsoleCommand {
    @Reference
    private @Nullable Workers workers;

    @Override
    public @Nullable Object execute() throws OperationException {
        List<WorkerStatus> all = set(workers).all();
        if (isJson()) {
            printJson(all.stream().map(Workers::document).toList());
        } else if (all.isEmpty()) {
            System.out.println("No effect runs in a process of its own now.");
        } else {
            print(all);
        }
        return null;
    }

    private static void print(List<WorkerStatus> workers) {
        ShellTable table = new ShellTable();
        List.of("Worker", "Process", "Media", "MiB", "CPU").forEach(table::column);
        for (WorkerStatus worker : workers) {
            table.addRow()
                    .addContent(
                            worker.number(),
                            worker.pid(),
                            worker.media().isEmpty() ? "none yet" : Printed.text(String.join("; ", worker.media())),
                            worker.residentBytes() >> 20,
                            worker.cpuPercent() + " %");
        }
        table.print(System.out);
    }
}
