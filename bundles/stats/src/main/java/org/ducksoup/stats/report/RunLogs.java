package org.ducksoup.stats.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.api.interaction.RunKey;
import org.ducksoup.api.pipeline.ProcessingVersions;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.stats.StatsConfiguration;
import org.ducksoup.stats.log.DiskRoom;
import org.ducksoup.stats.log.EventVocabulary;
import org.ducksoup.stats.log.JsonFormat;
import org.ducksoup.stats.log.LogFile;
import org.ducksoup.stats.log.LogTime;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@code events.jsonl} beside the recordings of each run: every event, whatever the log level, from the creation
 * of the interaction, also if this bundle is replaced meanwhile: the file goes on. Events before the start wait in memory; an interaction that never starts gets no file. Lines that
 * clients write are bounded, and left out while the disk is nearly full. When the log is complete, the report with plots is
 * written too, if the installation wants reports.
 */
@Component(configurationPid = "org.ducksoup.stats", configurationPolicy = ConfigurationPolicy.REQUIRE)
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class RunLogs implements InteractionObserver {
    static final String NAME = "events.jsonl";

    private static final Logger LOGGER = LoggerFactory.getLogger(RunLogs.class);
    /** How long the server's end waits for the disk. */
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    /** The log of one run: in memory first, in a file from the start of the interaction. */
    private static final class RunLog {
        private final EarlyEvents early;
        private @Nullable LogFile file;
        private @Nullable RunRecord record;
        private @Nullable DiskRoom room;
        private long clientChars;
        private boolean leavesOut;
        /** Whether the event in hand is new. An earlier one is in the file already. */
        private boolean isNew = true;

        RunLog(EarlyEvents.Total allEarly) {
            early = new EarlyEvents(allEarly);
        }
    }

    private final JsonFormat format;
    private final Map<RunKey, RunLog> logs = new LinkedHashMap<>();
    private final EarlyEvents.Total allEarly = new EarlyEvents.Total();

    /** Named in reports. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ProcessingVersions processing;

    private volatile boolean generatePlots;
    private volatile Limits limits;

    /**
     * @param clientChars that clients may write into a run's log
     * @param minFreeBytes of the disk, below which they may write nothing
     */
    record Limits(long clientChars, long minFreeBytes) {
        static Limits of(StatsConfiguration configuration) {
            return new Limits(
                    (long) configuration.maxClientLogMebibytes() << 20, (long) configuration.minFreeMebibytes() << 20);
        }
    }

    @Activate
    public RunLogs(StatsConfiguration configuration) {
        this(ZoneId.systemDefault(), configuration.generatePlots(), Limits.of(configuration));
    }

    RunLogs(ZoneId zone, boolean generatePlots, Limits limits) {
        format = new JsonFormat(new LogTime(zone));
        this.generatePlots = generatePlots;
        this.limits = limits;
    }

    /**
     * The new settings count for interactions that start from now on. The logs of running interactions are not
     * affected.
     */
    @Modified
    void modified(StatsConfiguration configuration) {
        generatePlots = configuration.generatePlots();
        limits = Limits.of(configuration);
    }

    @Override
    public synchronized void onEvent(InteractionEvent event) {
        take(event, true);
    }

    @Override
    public synchronized void onEarlierEvent(InteractionEvent event) {
        take(event, false);
    }

    private void take(InteractionEvent event, boolean isNew) {
        RunKey key = RunKey.of(event.scope());
        if (event instanceof InteractionEvent.InteractionCreated) {
            logs.put(key, new RunLog(allEarly));
        }
        RunLog log = logs.get(key);
        if (log == null) {
            return;
        }
        log.isNew = isNew;
        if (event instanceof InteractionEvent.RunOpened opened) {
            open(log, opened);
        }
        if (log.file == null) {
            log.early.add(event);
        } else {
            hear(log, event);
        }
        if (event instanceof InteractionEvent.InteractionDeleted) {
            logs.remove(key);
            finish(log);
        }
    }

    private void open(RunLog log, InteractionEvent.RunOpened opened) {
        log.file = new LogFile(
                opened.run().directory().resolve(NAME), format, RunLogs::open, System::nanoTime, LOGGER::warn);
        if (generatePlots) {
            log.record = new RunRecord(opened.scope().key(), opened.run());
        }
        log.room = new DiskRoom(opened.run().directory(), limits.minFreeBytes(), System::nanoTime, Runnable::run);
        log.early.drainTo(event -> hear(log, event));
        if (log.early.leftOut() > 0) {
            write(
                    log,
                    leftOut(opened.scope(), log.early.leftOut() + " events before the start were left out: too many"));
        }
    }

    private void hear(RunLog log, InteractionEvent event) {
        if (event.clientChars() == 0 || isRoomFor(log, event)) {
            write(log, event);
        } else if (!log.leavesOut) {
            log.leavesOut = true;
            write(
                    log,
                    leftOut(
                            event.scope(),
                            "lines of clients are left out from here on: there are more than "
                                    + (limits.clientChars() >> 20)
                                    + " MiB of them (maxClientLogMebibytes), or the disk is nearly full"));
        }
    }

    private boolean isRoomFor(RunLog log, InteractionEvent event) {
        DiskRoom room = log.room;
        if (log.clientChars + event.clientChars() > limits.clientChars() || (room != null && room.isShort())) {
            return false;
        }
        log.clientChars += event.clientChars();
        return true;
    }

    private static InteractionEvent leftOut(InteractionEvent.Scope scope, String reason) {
        return new InteractionEvent.SignalingIgnored(scope, "client_log", reason);
    }

    private static void write(RunLog log, InteractionEvent event) {
        LogFile file = log.file;
        if (file != null && log.isNew) {
            EventVocabulary.entries(event).forEach(file::write);
        }
        RunRecord record = log.record;
        if (record != null) {
            record.hear(event);
        }
    }

    private void finish(RunLog log) {
        log.early.clear();
        LogFile file = log.file;
        if (file != null) {
            file.close();
        }
        RunRecord record = log.record;
        if (record != null) {
            Path directory = record.run.directory();
            ProcessingVersions versions = processing;
            try {
                ReportFile.write(directory, RunReport.of(record, versions == null ? Map.of() : versions.versions()));
            } catch (IOException | RuntimeException e) {
                LOGGER.warn("no {} could be written in {}", RunReport.NAME, directory, e);
            }
        }
    }

    private static OutputStream open(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        if (!Files.exists(path)) {
            Files.createFile(path, MODE);
        }
        return Files.newOutputStream(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Completes the logs of running interactions. A disk that does not answer keeps the server for a few seconds only. */
    @Deactivate
    public void close() {
        if (!DaemonThreads.runWithin(CLOSE, "ducksoup-run-logs-end", this::finishAll)) {
            LOGGER.warn("the disk does not answer, so {} of running interactions lacks its last lines", NAME);
        }
    }

    private synchronized void finishAll() {
        logs.values().forEach(this::finish);
        logs.clear();
    }
}
