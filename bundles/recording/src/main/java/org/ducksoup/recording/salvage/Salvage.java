package org.ducksoup.recording.salvage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.parts.WallClock;
import org.ducksoup.recording.file.DiskFile;
import org.ducksoup.recording.manifest.FileSection;
import org.ducksoup.recording.manifest.ManifestFile;
import org.ducksoup.recording.manifest.OpenRuns;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes the runs that a crash left unfinished: media files get their duration, index and end, and manifests their
 * list of files. It looks for them once at the start, in the background, and whenever it is called. Files that are
 * being written are not touched.
 *
 * <p>The component is immediate, because no other component asks for the first round. The data directory is {@code
 * sfu}'s setting.
 */
@Component(
        service = Salvage.class,
        immediate = true,
        configurationPid = "org.ducksoup.sfu",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class Salvage {
    private static final Logger LOGGER = LoggerFactory.getLogger(Salvage.class);

    /** Names of the built-in recorders' files. Every other file belongs to a lab's recorder. */
    private static final Pattern MEDIA = Pattern.compile(".*\\.(mkv|ogg)");

    /** The one key of {@code etc/org.ducksoup.sfu.cfg} that this component reads. */
    public @interface Data {
        String dataDirectory() default "data";
    }

    /**
     * The result for one run.
     *
     * @param run its directory
     * @param repaired files that were completed
     * @param whole number of files that were complete
     * @param problems one sentence for each file that could not be completed
     */
    public record Report(Path run, List<Path> repaired, int whole, List<String> problems) {}

    private final Clock clock;
    private volatile Path data;

    /** Knows which runs go on, also when this bundle has just been replaced. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable InteractionRegistry interactions;

    @Activate
    public Salvage(Data configuration) {
        this(directory(configuration), WallClock.utc());
        DaemonThreads.start("ducksoup-salvage", this::afterStart);
    }

    /** Starts no search. */
    public Salvage(Path data, Clock clock) {
        this.clock = clock;
        this.data = data;
    }

    /** The directory for later calls. A change of the setting starts no search. */
    @Modified
    public void modified(Data configuration) {
        data = directory(configuration);
    }

    private static Path directory(Data configuration) {
        return Path.of(configuration.dataDirectory()).toAbsolutePath();
    }

    /** The clock of the edge, for all that reads the directory. */
    public Clock clock() {
        return clock;
    }

    /** The directory of recordings. */
    public Path data() {
        return data;
    }

    private void afterStart() {
        Path atStart = data;
        try {
            for (Report report : salvage(atStart)) {
                LOGGER.info(
                        "salvaged {}: {} files completed, {} were complete already",
                        report.run,
                        report.repaired.size(),
                        report.whole);
                report.problems.forEach(problem -> LOGGER.warn("salvage: {}", problem));
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.warn("recordings that a crash may have left in {} were not checked: {}", atStart, e.toString());
        }
    }

    /**
     * Completes the unfinished runs below a directory, or one run. Blocks until that is done.
     *
     * @return a report for each run that was unfinished
     * @throws IOException if the directory cannot be read
     */
    public List<Report> salvage(Path directory) throws IOException {
        List<Report> reports = new ArrayList<>();
        for (Path run : RunDirectories.below(directory)) {
            try {
                if (isUnfinished(run)) {
                    reports.add(salvageRun(run));
                }
            } catch (IOException | RuntimeException e) {
                // A failure of one run must not keep the others from being completed.
                reports.add(new Report(run, List.of(), 0, List.of(run + ": " + e)));
            }
        }
        return reports;
    }

    /** Sets the reference as Declarative Services does. */
    public void use(InteractionRegistry registry) {
        interactions = registry;
    }

    /** Whether the interaction of a run is not over, or its files are still being completed. */
    public boolean isActive(Path run) throws IOException {
        InteractionRegistry registry = interactions;
        return (registry != null && registry.openRuns().contains(run.toAbsolutePath()))
                || OpenRuns.contains(run)
                || FileSection.media(run).stream().anyMatch(DiskFile::isWritten);
    }

    private boolean isUnfinished(Path run) throws IOException {
        if (isActive(run)) {
            return false;
        }
        try {
            return ManifestFile.read(run).path("state").asText().equals(ManifestFile.UNFINISHED);
        } catch (IOException e) {
            // The crash came before the first manifest.
            return !Files.exists(run.resolve(ManifestFile.NAME));
        }
    }

    private Report salvageRun(Path run) throws IOException {
        List<Path> repaired = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int whole = 0;
        for (Path media : FileSection.media(run)) {
            if (!FileRepair.isNamedAsOurs(media)) {
                if (MEDIA.matcher(String.valueOf(media.getFileName())).matches()) {
                    problems.add(media + ": its name is none of ours; it is left as it is");
                }
                continue;
            }
            for (Path file : List.of(media, FileSection.index(run, media))) {
                try {
                    switch (Files.exists(file) ? FileRepair.repair(file, clock) : FileRepair.Outcome.WHOLE) {
                        case IN_USE -> {
                            return new Report(run, List.of(), 0, List.of(run + " is in use and was not changed"));
                        }
                        case REPAIRED -> repaired.add(file);
                        case WHOLE -> whole++;
                    }
                } catch (IOException | RuntimeException e) {
                    problems.add(file + ": " + e.getMessage());
                }
            }
        }
        try {
            complete(run);
        } catch (IOException | RuntimeException e) {
            problems.add(run.resolve(ManifestFile.NAME) + ": " + e.getMessage());
        }
        return new Report(run, List.copyOf(repaired), whole, List.copyOf(problems));
    }

    private void complete(Path run) throws IOException {
        ObjectNode manifest;
        if (Files.exists(run.resolve(ManifestFile.NAME))) {
            manifest = ManifestFile.read(run);
        } else {
            manifest = ManifestFile.object().put("format", ManifestFile.FORMAT);
        }
        manifest.put("state", ManifestFile.SALVAGED)
                .put("salvagedAt", clock.instant().toString());
        ObjectNode interaction = manifest.withObject("/interaction");
        if (!interaction.has("endReason")) {
            interaction.put("endReason", "crash");
        }
        FileSection.fill(manifest, run);
        ManifestFile.replace(run, manifest);
    }
}
