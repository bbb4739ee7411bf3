package org.ducksoup.recording.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.recording.salvage.Salvage;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:salvage}. */
@Service
@Command(
        scope = "ducksoup",
        name = "salvage",
        description = "Finishes recordings that a crash left unfinished. Runs that are going on are not touched.")
public final class SalvageCommand implements Action {
    @Argument(
            name = "directory",
            description = "A run's directory, or one with several in it; the server's data directory if none is given")
    private @Nullable String directory;

    @Reference
    private @Nullable Salvage salvage;

    @Override
    @SuppressWarnings("SystemOut") // the command's console
    public @Nullable Object execute() throws IOException {
        Salvage service = salvage;
        if (service == null) {
            throw new IllegalStateException("the recording bundle is not active");
        }
        Path where = directory == null ? service.data() : Path.of(directory).toAbsolutePath();
        List<Salvage.Report> reports = service.salvage(where);
        for (Salvage.Report report : reports) {
            System.out.println(report.run());
            report.repaired().forEach(file -> System.out.println("  finished " + file.getFileName()));
            System.out.println("  " + report.whole() + " files were whole");
            report.problems().forEach(problem -> System.out.println("  problem: " + problem));
        }
        System.out.println(reports.isEmpty() ? "nothing is unfinished in " + where : reports.size() + " runs salvaged");
        return null;
    }
}
