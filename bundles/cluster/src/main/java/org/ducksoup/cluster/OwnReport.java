package org.ducksoup.cluster;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import javax.management.JMException;
import javax.management.ObjectName;
import org.ducksoup.api.cluster.HostedInteractions;
import org.ducksoup.cluster.lease.ServerLease;
import org.ducksoup.cluster.placement.ServerReport;
import org.ducksoup.parts.Timer;
import org.jspecify.annotations.Nullable;

/** What this server says of itself. Thread-safe. */
final class OwnReport {
    /** The processors are measured since the last question, which may not be too short ago. */
    private static final Duration PROCESSOR_AGE = Duration.ofSeconds(1);

    private static final double WEIGHT = 0.2;

    private final ServerLease lease;
    private final HostedInteractions interactions;
    private final String version;
    private final String url;
    private final BooleanSupplier knowsHomes;
    private final IntSupplier passedOn;
    private final Timer timer;
    private double processorShare = -1;
    private @Nullable Long measured;

    /**
     * @param knowsHomes whether this server reaches the map of all homes
     * @param passedOn counts the clients whose interactions are elsewhere
     */
    OwnReport(
            ServerLease lease,
            HostedInteractions interactions,
            String version,
            String url,
            BooleanSupplier knowsHomes,
            IntSupplier passedOn,
            Timer timer) {
        this.lease = lease;
        this.interactions = interactions;
        this.version = version;
        this.url = url;
        this.knowsHomes = knowsHomes;
        this.passedOn = passedOn;
        this.timer = timer;
    }

    ServerReport now() {
        return new ServerReport(
                lease.identity(),
                version,
                url,
                lease.mayBegin() && knowsHomes.getAsBoolean(),
                interactions.isDraining(),
                interactions.full().isPresent(),
                interactions.load(),
                processorShare(),
                interactions.freeBytes(),
                passedOn.getAsInt());
    }

    private synchronized double processorShare() {
        long now = timer.nanoTime();
        if (measured == null || now - measured >= PROCESSOR_AGE.toNanos()) {
            measured = now;
            double latest = ofMachine();
            // Of some seconds: whoever compares servers shall not be led by the last one.
            processorShare =
                    processorShare < 0 || latest < 0 ? latest : processorShare + (latest - processorShare) * WEIGHT;
        }
        return processorShare;
    }

    /** By the name of the attribute: its type is no package that bundles may import. */
    private static double ofMachine() {
        try {
            Object load = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), "CpuLoad");
            return load instanceof Double known && known >= 0 ? known : -1;
        } catch (JMException e) {
            return -1;
        }
    }
}
