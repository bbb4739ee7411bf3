package org.ducksoup.recording.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.Scope;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.api.interaction.RunKey;
import org.ducksoup.api.pipeline.ProcessingVersions;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.recording.file.DiskFile;
import org.jspecify.annotations.Nullable;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a manifest for every run: a preliminary one when the interaction starts and after each change that must
 * survive a crash, and the complete one when it has ended. A thread of its own waits for disks.
 */
@Component
public final class ManifestObserver implements InteractionObserver {
    private static final Logger LOGGER = LoggerFactory.getLogger(ManifestObserver.class);
    private static final String MANIFEST = "the manifest";
    private static final Duration REWRITE = Duration.ofSeconds(1);
    private static final long CLOSE_SECONDS = 5;

    private static final class Draft {
        private final RunManifest manifest;
        private final TimelineFile timeline = new TimelineFile();
        private boolean changed;
        /** A copy waits for the disk, which may not answer. Another one would only wait behind it. */
        private volatile boolean waits;

        private Instant writtenAt = Instant.MIN;

        Draft(RunManifest manifest) {
            this.manifest = manifest;
        }

        boolean isDue(Instant now) {
            return manifest.directory() != null && changed && !waits && now.isAfter(writtenAt.plus(REWRITE));
        }
    }

    private final Map<RunKey, Draft> drafts = new HashMap<>();
    /** Runs that have ended with incomplete files, and their manifests. */
    private final Map<Path, ObjectNode> waiting = new ConcurrentHashMap<>();

    private final Supplier<ObjectNode> configuration;
    private final ScheduledExecutorService disk;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ProcessingVersions processing;

    @Activate
    public ManifestObserver(@Reference ConfigurationAdmin admin) {
        configuration = () -> ConfigurationSection.of(admin);
        disk = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("ducksoup-manifests"));
    }

    /**
     * For use outside a container.
     *
     * @param disk runs what may wait for a disk, one after the other
     */
    ManifestObserver(ScheduledExecutorService disk) {
        configuration = () -> ConfigurationSection.of(null);
        this.disk = disk;
    }

    /** Sets the reference as Declarative Services does. */
    void use(ProcessingVersions versions) {
        processing = versions;
    }

    @Override
    public void onEvent(InteractionEvent event) {
        take(event, true);
    }

    /** The previous version of this bundle has written the manifest so far. */
    @Override
    public void onEarlierEvent(InteractionEvent event) {
        take(event, false);
    }

    private void take(InteractionEvent event, boolean isNew) {
        Scope scope = event.scope();
        if (event instanceof InteractionEvent.InteractionCreated) {
            drafts.put(RunKey.of(scope), new Draft(new RunManifest(scope)));
        }
        Draft draft = drafts.get(RunKey.of(scope));
        if (draft == null) {
            return;
        }
        RunManifest manifest = draft.manifest;
        if (event instanceof InteractionEvent.RunOpened opened) {
            open(draft, opened.run(), isNew);
            return;
        }
        draft.changed |= manifest.add(event);
        if (!isNew) {
            return;
        }
        if (draft.timeline.add(event)) {
            writeTimeline(draft);
        }
        if (event instanceof InteractionEvent.InteractionDeleted) {
            // The manifest is completed now and not at the end, because participants who stayed to the end have left
            // only now.
            drafts.remove(RunKey.of(scope));
            onDisk(manifest, this::complete);
        } else if (draft.isDue(scope.at())) {
            draft.changed = false;
            draft.waits = true;
            draft.writtenAt = scope.at();
            onDisk(manifest, (run, content) -> {
                draft.waits = false;
                ManifestFile.replace(run, content);
            });
        }
    }

    private void open(Draft draft, InteractionEvent.Run run, boolean isNew) {
        ObjectNode written = isNew ? null : readOrNull(run.directory());
        if (written == null) {
            draft.manifest.opened(run, SoftwareSection.of(processing), configuration.get());
        } else {
            // With these versions the run began. What has changed since then is told again.
            ObjectNode software = written.withObject("/software");
            software.remove("changes");
            draft.manifest.opened(run, software, written.withObject("/configuration"));
        }
        OpenRuns.add(run.directory());
        draft.writtenAt = run.origin();
        draft.changed = !isNew;
        if (isNew) {
            onDisk(draft.manifest, ManifestFile::create);
            // Markers may come before the start.
            writeTimeline(draft);
        }
    }

    private static @Nullable ObjectNode readOrNull(Path run) {
        try {
            return ManifestFile.read(run);
        } catch (IOException e) {
            LOGGER.warn("the manifest in {} cannot be read: {}", run, e.toString());
            return null;
        }
    }

    private void writeTimeline(Draft draft) {
        Path run = draft.manifest.directory();
        if (run != null && draft.timeline.isWriteDue()) {
            schedule(Duration.ZERO, run, TimelineFile.NAME, draft.timeline::write);
        }
    }

    private interface FileAction {
        void on(Path run) throws IOException;
    }

    private interface DiskAction {
        void on(Path run, ObjectNode content) throws IOException;
    }

    private void onDisk(RunManifest manifest, DiskAction action) {
        Path directory = manifest.directory();
        if (directory == null) {
            // The interaction ended before it started, so there is no run.
            return;
        }
        ObjectNode content = manifest.copy();
        schedule(Duration.ZERO, directory, MANIFEST, run -> action.on(run, content));
    }

    /** @param what is written, for the log */
    private void schedule(Duration delay, Path directory, String what, FileAction action) {
        try {
            var unused = disk.schedule(
                    () -> {
                        try {
                            action.on(directory);
                        } catch (IOException | RuntimeException | LinkageError e) {
                            LOGGER.warn("{} in {} cannot be written: {}", what, directory, e.toString());
                        }
                    },
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.warn("{} in {} is not written: the server stops", what, directory);
        }
    }

    private void complete(Path run, ObjectNode content) throws IOException {
        if (DiskFile.isWrittenIn(run.resolve("recordings")) || DiskFile.isWrittenIn(run.resolve("index"))) {
            // The disk of these files did not answer at the end. They are still being completed, so a list made now
            // would be wrong.
            waiting.put(run, content);
            ManifestFile.replace(run, content);
            schedule(REWRITE, run, MANIFEST, later -> complete(later, content));
            return;
        }
        waiting.remove(run);
        try {
            FileSection.fill(content, run);
            content.put("state", ManifestFile.COMPLETE);
            ManifestFile.replace(run, content);
        } finally {
            OpenRuns.remove(run);
        }
    }

    /** Waits for pending writes, five seconds at most. */
    @Deactivate
    public void close() {
        drafts.values().forEach(draft -> {
            Path run = draft.manifest.directory();
            if (run != null) {
                OpenRuns.remove(run);
            }
        });
        disk.shutdown();
        try {
            if (!disk.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOGGER.warn("manifests are unfinished; the next start, or ducksoup:salvage, completes them");
                return;
            }
            for (Map.Entry<Path, ObjectNode> run : Map.copyOf(waiting).entrySet()) {
                // The files may have been completed at the last moment.
                complete(run.getKey(), run.getValue());
            }
        } catch (IOException e) {
            LOGGER.warn("a manifest cannot be completed: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
