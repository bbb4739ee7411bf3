package org.ducksoup.sfu.rehearsal;

import java.util.concurrent.TimeUnit;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.sfu.Interactions;
import org.ducksoup.sfu.bitrate.Estimators;
import org.ducksoup.sfu.configuration.SfuConfiguration;
import org.ducksoup.sfu.effect.Pipelines;
import org.ducksoup.sfu.host.Preparation;
import org.ducksoup.sfu.plan.PlansHere;
import org.ducksoup.sfu.recording.Recorders;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Interactions of two stand-ins, one after the other, before participants come. They load the classes that a join needs, and
 * run them until most are compiled. They are no part of the server's: nothing of them is sent, observed, recorded or
 * counted.
 */
@Component(
        // Otherwise it would begin again with each replacement of a part that interactions need.
        immediate = true,
        // A change of settings must not replace it, and all interactions with it.
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class InteractionRehearsal implements Preparation {
    private static final Logger LOGGER = LoggerFactory.getLogger(InteractionRehearsal.class);

    /** Enough for the compiler to see what each join runs often. */
    private static final int INTERACTIONS = 12;

    /** For all together. They take some tenths of a second. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(6);

    private final Thread thread;
    private volatile boolean over;

    /** @param configuration the defaults */
    @Activate
    public InteractionRehearsal(SfuConfiguration configuration) {
        thread = DaemonThreads.start("ducksoup-rehearsal", () -> {
            try {
                rehearse(configuration, INTERACTIONS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | LinkageError e) {
                LOGGER.warn("interactions could not be rehearsed; the first joins may take longer", e);
            } finally {
                over = true;
            }
        });
    }

    @Deactivate
    void stop() {
        thread.interrupt();
    }

    @Override
    public boolean isOver() {
        return over;
    }

    static void rehearse(SfuConfiguration configuration, int interactions) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Estimators estimators = new Estimators();
        Interactions stage = new Interactions(
                configuration,
                new StandInConnection.Factory(),
                event -> {},
                new Pipelines(),
                new Recorders(),
                estimators,
                new PlansHere());
        try {
            for (int i = 0; i < interactions; i++) {
                new RehearsedCall(stage, i).hold(deadline);
            }
        } finally {
            stage.close();
            estimators.close();
        }
    }
}
