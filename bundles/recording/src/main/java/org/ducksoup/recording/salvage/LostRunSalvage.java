package org.ducksoup.recording.salvage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.api.interaction.RunKey;
import org.ducksoup.parts.DaemonThreads;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes the files of a run that another server of the cluster has lost, where the servers share their data directory: the interaction
 * begins anew here, beside that run. Files that somebody still writes are locked, and stay as they are.
 */
@Component(service = InteractionObserver.class)
public final class LostRunSalvage implements InteractionObserver {
    private static final Logger LOGGER = LoggerFactory.getLogger(LostRunSalvage.class);

    private final Salvage salvage;
    private final Consumer<Runnable> threads;
    /** Runs that follow a lost one, until it is known where they are. */
    private final Set<RunKey> following = ConcurrentHashMap.newKeySet();

    @Activate
    public LostRunSalvage(@Reference Salvage salvage) {
        this(salvage, task -> DaemonThreads.start("ducksoup-salvage-lost", task));
    }

    LostRunSalvage(Salvage salvage, Consumer<Runnable> threads) {
        this.salvage = salvage;
        this.threads = threads;
    }

    @Override
    public void onEvent(InteractionEvent event) {
        if (event instanceof InteractionEvent.InteractionHomed homed && homed.lostServer() != null) {
            following.add(RunKey.of(homed.scope()));
        } else if (event instanceof InteractionEvent.RunOpened opened && following.remove(RunKey.of(opened.scope()))) {
            Path interaction = opened.run().directory().getParent();
            if (interaction != null) {
                threads.accept(() -> complete(interaction));
            }
        } else if (event instanceof InteractionEvent.InteractionDeleted deleted) {
            following.remove(RunKey.of(deleted.scope()));
        }
    }

    private void complete(Path interaction) {
        try {
            for (Salvage.Report report : salvage.salvage(interaction)) {
                LOGGER.info(
                        "completed {} of {} and found {} files whole, which a server of the cluster has lost",
                        report.repaired().size(),
                        report.run(),
                        report.whole());
                report.problems().forEach(problem -> LOGGER.warn("salvage: {}", problem));
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.warn("the run before this one in {} is not completed", interaction, e);
        }
    }
}
