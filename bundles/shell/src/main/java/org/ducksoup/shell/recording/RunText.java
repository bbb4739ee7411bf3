package org.ducksoup.shell.recording;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.karaf.shell.support.table.ShellTable;
import org.ducksoup.api.operation.RecordedRun;
import org.ducksoup.api.operation.RunVerification;
import org.ducksoup.api.operation.RunVerification.Finding;
import org.ducksoup.api.operation.RunVerification.VerifiedFile;
import org.ducksoup.api.operation.SalvagedRun;
import org.ducksoup.shell.study.Printed;

/** Runs as tables for the console. */
final class RunText {
    private static final double MIB = 1 << 20;

    private RunText() {}

    /** One line for each run. */
    static void list(List<RecordedRun> runs, PrintStream out) {
        if (runs.isEmpty()) {
            out.println("Nothing has been recorded here.");
            return;
        }
        ShellTable table = new ShellTable();
        List.of("Run", "Interaction", "Start (UTC)", "Length", "State", "Ended by", "Files", "MiB", "Incidents")
                .forEach(table::column);
        for (RecordedRun run : runs) {
            table.addRow()
                    .addContent(
                            run.id(),
                            Printed.text(run.namespace() + "/" + run.interaction()),
                            start(run),
                            Printed.time(run.length()),
                            run.state().token(),
                            run.endReason() == null ? "" : Printed.text(run.endReason()),
                            run.fileCount(),
                            mebibytes(run.bytes()),
                            incidents(run.incidents()));
        }
        table.print(out);
    }

    private static String start(RecordedRun run) {
        return run.startedAt() == null ? "unknown" : Printed.date(run.startedAt());
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / MIB);
    }

    /** {@code 2 page_hidden, 1 recording_failed}. */
    private static String incidents(List<String> kinds) {
        Map<String, Long> counts =
                kinds.stream().collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(kind -> kind.getValue() + " " + Printed.text(kind.getKey()))
                .collect(Collectors.joining(", "));
    }

    /** The files of one run, what is wrong with them, and what to do about it. */
    static void verification(RunVerification verification, PrintStream out) {
        RecordedRun run = verification.run();
        out.println(Printed.text(run.directory()) + ": " + run.state().token());
        ShellTable table = new ShellTable();
        List.of("File", "Tracks", "Begins", "Length", "MiB", "Gaps").forEach(table::column);
        for (VerifiedFile file : verification.files()) {
            table.addRow()
                    .addContent(
                            Printed.text(file.path()),
                            String.join(", ", file.tracks()),
                            seconds(file.offset()),
                            seconds(file.duration()),
                            mebibytes(file.bytes()),
                            file.gapCount());
        }
        table.print(out);
        for (Finding finding : verification.findings()) {
            String file = finding.file();
            out.println((finding.isError() ? "ERROR" : "WARNING")
                    + (file == null ? "" : " " + Printed.text(file))
                    + "\n  " + Printed.text(finding.what())
                    + "\n  " + Printed.text(finding.remedy()));
        }
        out.println(conclusion(verification));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f s", duration.toNanos() / 1e9);
    }

    private static String conclusion(RunVerification verification) {
        long errors = verification.findings().stream().filter(Finding::isError).count();
        String files = Printed.counted(verification.files().size(), "file");
        return errors == 0
                ? files + " as recorded: sizes, checksums, times and indexes agree with the manifest."
                : Printed.counted(errors, "error") + " in " + files + ".";
    }

    /** What was completed, run by run. */
    static void salvaged(List<SalvagedRun> runs, PrintStream out) {
        for (SalvagedRun run : runs) {
            out.println(Printed.text(run.directory()));
            run.completed().forEach(file -> out.println("  finished " + Printed.text(file)));
            out.println("  " + run.wholeCount() + " files were whole");
            run.problems().forEach(problem -> out.println("  problem: " + Printed.text(problem)));
        }
        out.println(runs.isEmpty() ? "nothing is unfinished" : Printed.counted(runs.size(), "run") + " salvaged");
    }
}
