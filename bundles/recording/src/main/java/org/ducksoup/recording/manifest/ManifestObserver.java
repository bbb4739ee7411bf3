package org.ducksoup.recording.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.Scope;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.api.interaction.RunKey;
import org.ducksoup.api.pipeline.ProcessingVersions;
import org.ducksoup.parts.DaemonThreads;
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
 * survive a crash, and the complete one when it has ended. Threads of its own wait for disks.
 */
@Component
public final class ManifestObserver implements InteractionObserver {
    private static final Logger LOGGER = LoggerFactory.getLogger(ManifestObserver.class);
    private static final String MANIFEST = "the manifest";
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Map<RunKey, Draft> drafts = new HashMap<>();
    private final Supplier<ObjectNode> configuration;
    /** Short writes, and the timelines. */
    private final DiskThread disk;
    /** Completes manifests. Checksums of large files take minutes, for which no other run waits. */
    private final DiskThread checksums;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ProcessingVersions processing;

    @Activate
    public ManifestObserver(@Reference ConfigurationAdmin admin) {
        configuration = () -> ConfigurationSection.of(admin);
        disk = new DiskThread(thread("ducksoup-manifests"));
        checksums = new DiskThread(thread("ducksoup-checksums"));
    }

    private static ScheduledThreadPoolExecutor thread(String name) {
        return new ScheduledThreadPoolExecutor(1, DaemonThreads.named(name));
    }

    /**
     * For use outside a container.
     *
     * @param disk runs what may wait for a disk, one after the other
     * @param checksums runs what reads whole files
     */
    ManifestObserver(ScheduledThreadPoolExecutor disk, ScheduledThreadPoolExecutor checksums) {
        configuration = () -> ConfigurationSection.of(null);
        this.disk = new DiskThread(disk);
        this.checksums = new DiskThread(checksums);
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
        if (manifest.add(event)) {
            draft.changed();
        }
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
            end(manifest);
        } else if (draft.isDue(scope.at())) {
            ObjectNode content = draft.next(scope.at());
            write(manifest, run -> draft.replace(run, content));
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
        if (isNew) {
            ObjectNode content = draft.first(run.origin());
            write(draft.manifest, directory -> draft.create(directory, content));
            // Markers may come before the start.
            writeTimeline(draft);
        } else {
            draft.isWritten(run.origin());
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
            disk.untilDone(run, TimelineFile.NAME, draft.timeline::write);
        }
    }

    private void write(RunManifest manifest, DiskThread.Work work) {
        Path directory = manifest.directory();
        // An interaction that ended before it started has no run.
        if (directory != null) {
            disk.once(directory, MANIFEST, work);
        }
    }

    private void end(RunManifest manifest) {
        ObjectNode content = manifest.copy();
        write(manifest, run -> {
            try {
                // Until the list of files is made, which may take long, the manifest says at least why the run ended.
                ManifestFile.replace(run, content);
            } finally {
                // Everything that was written of this run before is written: from here on, the other thread writes.
                checksums.untilDone(run, MANIFEST, new Completion(content));
            }
            return true;
        });
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
        if (!DaemonThreads.runWithin(STOP, "ducksoup-manifests-end", this::stop)) {
            LOGGER.warn("manifests are unfinished; the next start, or ducksoup:salvage, completes them");
        }
    }

    private void stop() {
        try {
            disk.stop();
            checksums.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        checksums.undone().forEach(run -> {
            LOGGER.warn("the manifest in {} is unfinished; the next start, or ducksoup:salvage, completes it", run);
            OpenRuns.remove(run);
        });
    }
}
