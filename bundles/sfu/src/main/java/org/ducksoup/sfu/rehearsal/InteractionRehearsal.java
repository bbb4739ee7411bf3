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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Interactions of two stand-ins, one after the other, before participants come. They load the classes that a join needs, and
 * run them until most are compiled. They are no part of the server's: nothing of them is sent, observed, recorded or
 * counted.
 */
@Component(
        configurationPolicy =
                ConfigurationPolicy.IGNORE) // a change of settings must not replace it, and all interactions with it
public final class InteractionRehearsal implements Preparation {
    private static final Logger LOGGER = LoggerFactory.getLogger(InteractionRehearsal.class);

    /** With more of them the first crowd is no faster. */
    private static final int INTERACTIONS = 12;

    /** For all together. They take some tenths of a second. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private volatile boolean over;

    /** @param configuration the defaults */
    @Activate
    public InteractionRehearsal(SfuConfiguration configuration) {
        DaemonThreads.start("ducksoup-rehearsal", () -> {
            try {
                int held = rehearse(configuration, INTERACTIONS);
                if (held < INTERACTIONS) {
                    LOGGER.warn(
                            "only {} of {} interactions could be rehearsed; the first joins may take longer",
                            held,
                            INTERACTIONS);
                }
            } finally {
                over = true;
            }
        });
    }

    @Override
    public boolean isOver() {
        return over;
    }

    /** Returns how many interactions have started and ended. */
    static int rehearse(SfuConfiguration configuration, int interactions) {
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
        int held = 0;
        try {
            while (held < interactions && new RehearsedCall(stage, held).hold(deadline)) {
                held++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stage.close();
            estimators.close();
        }
        return held;
    }
}
