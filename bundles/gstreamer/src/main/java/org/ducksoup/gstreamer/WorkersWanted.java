package org.ducksoup.gstreamer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.ducksoup.gstreamer.catalogue.EffectRules;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.ducksoup.gstreamer.pipeline.MediumPlan;
import org.ducksoup.gstreamer.pool.WorkerSettings;
import org.ducksoup.gstreamer.pool.Workers;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/**
 * Which workers there are to be.
 *
 * @param home for their files
 */
record WorkersWanted(WorkerSettings settings, Path home, Workers.Programs programs) {
    /** Everything runs in this process. */
    static final WorkersWanted NONE = new WorkersWanted(
            new WorkerSettings(0, false, WorkerSettings.Share.MEDIUM, 0, 0, false, "", List.of()),
            Path.of(""),
            directory -> List.of());

    static WorkersWanted of(GStreamerConfiguration c, BundleContext context) {
        WorkerSettings settings = new WorkerSettings(
                c.workers(),
                c.workersFor().equals("all"),
                WorkerSettings.Share.of(c.workersPer()),
                (long) c.workerMebibytes() << 20,
                c.workerCpuPercent(),
                c.workerSandbox(),
                c.workerUser(),
                Stream.of(c.workerReadable())
                        .filter(path -> !path.isBlank())
                        .map(Path::of)
                        .toList());
        return new WorkersWanted(settings, context.getDataFile("workers").toPath(), new BundlePrograms(context)::write);
    }

    /** Null if none are wanted, or if their files cannot be written. */
    @Nullable
    Workers prepare(
            EffectRules rules,
            LabEffects labs,
            MediumPlan.Tuning tuning,
            ScheduledExecutorService control,
            Executor lifecycle) {
        if (settings.warm() == 0) {
            return null;
        }
        try {
            return Workers.prepare(settings, home, programs, rules, labs, tuning, control, lifecycle);
        } catch (IOException e) {
            throw new IllegalStateException("workers are wanted, and their files cannot be written into " + home, e);
        }
    }
}
