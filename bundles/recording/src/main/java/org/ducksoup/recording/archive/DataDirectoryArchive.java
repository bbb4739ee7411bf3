package org.ducksoup.recording.archive;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.RecordedRun;
import org.ducksoup.api.operation.RecordingArchive;
import org.ducksoup.api.operation.RunVerification;
import org.ducksoup.api.operation.SalvagedRun;
import org.ducksoup.recording.salvage.RunDirectories;
import org.ducksoup.recording.salvage.Salvage;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The runs below the data directory, read from the disk at each call. */
@Component
public final class DataDirectoryArchive implements RecordingArchive {
    /** So many runs are named where one is to be chosen. */
    private static final int MAX_NAMED = 5;

    private final Salvage salvage;
    private final InstantSource clock;

    @Activate
    public DataDirectoryArchive(@Reference Salvage salvage) {
        this(salvage, salvage.clock());
    }

    DataDirectoryArchive(Salvage salvage, InstantSource clock) {
        this.salvage = salvage;
        this.clock = clock;
    }

    @Override
    public List<RecordedRun> runs() throws IOException {
        Path data = salvage.data();
        List<RecordedRun> runs = new ArrayList<>();
        for (Path run : RunDirectories.below(data)) {
            runs.add(describe(data, run));
        }
        Comparator<RecordedRun> byStart = Comparator.comparing(
                run -> run.startedAt() == null ? Instant.MIN : run.startedAt(), Comparator.naturalOrder());
        runs.sort(byStart.thenComparing(RecordedRun::directory));
        return runs;
    }

    private RecordedRun describe(Path data, Path run) throws IOException {
        return RunDirectory.of(data, run).describe(salvage.isActive(run), clock.instant());
    }

    @Override
    public RunVerification verify(String typed) throws OperationException, IOException {
        RecordedRun run = find(runs(), typed);
        if (run.state() == RecordedRun.State.ACTIVE) {
            throw new OperationException(
                    OperationException.Cause.BAD_VALUE,
                    "run",
                    "run " + run.id() + " of " + run.interaction()
                            + " is active: its files still grow; verify it when the interaction is over");
        }
        Path data = salvage.data();
        return RunVerifier.verify(run, RunDirectory.of(data, data.resolve(run.directory())));
    }

    @Override
    public List<SalvagedRun> salvage(@Nullable String directory) throws OperationException, IOException {
        Path data = salvage.data();
        Path where = directory == null ? data : data.resolve(directory);
        if (directory != null && !Files.isDirectory(where)) {
            throw new OperationException(
                    OperationException.Cause.BAD_VALUE,
                    "directory",
                    "there is no directory " + where + "; ducksoup:recordings --json lists those of runs");
        }
        return salvage.salvage(where).stream().map(report -> of(data, report)).toList();
    }

    private static SalvagedRun of(Path data, Salvage.Report report) {
        Path run = report.run();
        return new SalvagedRun(
                text(run.startsWith(data) ? data.relativize(run) : run),
                report.repaired().stream()
                        .map(file -> text(run.relativize(file)))
                        .toList(),
                report.whole(),
                report.problems());
    }

    private static String text(Path path) {
        return path.toString().replace(File.separatorChar, '/');
    }

    private static RecordedRun find(List<RecordedRun> runs, String typed) throws OperationException {
        List<RecordedRun> meant = runs.stream()
                .filter(run -> run.id().equals(typed) || run.directory().equals(withoutEnd(typed)))
                .toList();
        if (meant.isEmpty()) {
            meant = runs.stream()
                    .filter(run -> run.interaction().equals(typed)
                            || (run.namespace() + "/" + run.interaction()).equals(typed))
                    .toList();
        }
        if (meant.size() == 1) {
            return meant.get(0);
        }
        throw new OperationException(
                OperationException.Cause.UNKNOWN,
                "run",
                meant.isEmpty()
                        ? "no run is called " + typed + "; ducksoup:recordings lists " + runs.size() + " of them"
                        : typed + " has " + meant.size() + " runs; one of these is needed: " + newest(meant));
    }

    private static String withoutEnd(String typed) {
        return typed.endsWith("/") ? typed.substring(0, typed.length() - 1) : typed;
    }

    private static String newest(List<RecordedRun> runs) {
        String named = runs.subList(Math.max(0, runs.size() - MAX_NAMED), runs.size()).stream()
                .map(run -> run.id() + " (" + run.startedAt() + ")")
                .collect(Collectors.joining(", "));
        return runs.size() > MAX_NAMED ? "..., " + named : named;
    }
}
