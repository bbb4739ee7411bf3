package org.ducksoup.gstreamer.pool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.ducksoup.api.pipeline.NativePlugin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plug-ins of GStreamer that labs bring. They are loaded in workers only, and their elements are effects as long as they are there.
 * Thread-safe.
 */
public final class LabPlugins {
    private static final Logger LOGGER = LoggerFactory.getLogger(LabPlugins.class);

    private final Preparation preparation;
    private final ForeignEffects effects;
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Installed> installed = new CopyOnWriteArrayList<>();
    /** Owners of which everything is examined. Guarded by itself. */
    private final Set<Owner> examined = new HashSet<>();

    /**
     * Who brings plug-ins.
     *
     * @param name of the bundle
     * @param modified when the bundle was installed or updated
     */
    public record Owner(String name, long modified) {}

    /** @param file in a directory of its own; null if there is none */
    private record Installed(Owner owner, @Nullable Path file, NativePlugin plugin) {}

    LabPlugins(Preparation preparation, ForeignEffects effects) {
        this.preparation = preparation;
        this.effects = effects;
    }

    /**
     * Installs a plug-in. Waits some seconds: a worker loads and describes it.
     *
     * @param name of the file
     * @return why it cannot be used, as a sentence; empty if it can
     */
    public String install(Owner owner, String name, InputStream content) throws IOException {
        // Another path for each version: GStreamer knows plug-ins by their files.
        Path place = Files.createDirectory(
                preparation.get().files().plugins().resolve(Integer.toString(numbers.incrementAndGet())));
        Path file = place.resolve(name);
        Files.copy(content, file);
        String problem = effects.add(file.toString());
        NativePlugin plugin = new NativePlugin(name, effects.broughtBy(file.toString()), problem);
        installed.add(new Installed(owner, file, plugin));
        if (problem.isEmpty()) {
            LOGGER.info(
                    "the plug-in {} of {} is installed: {}; it runs in processes of its own",
                    name,
                    owner.name(),
                    String.join(", ", plugin.effects()));
        } else {
            tellProblem(owner, name, problem);
        }
        return problem;
    }

    /** Notes that an owner has no plug-in that could be installed. */
    public void refuse(Owner owner, String name, String problem) {
        tellProblem(owner, name, problem);
        installed.add(new Installed(owner, null, new NativePlugin(name, List.of(), problem)));
    }

    private static void tellProblem(Owner owner, String name, String problem) {
        LOGGER.error("the plug-in {} of {} cannot be used: {}", name, owner.name(), problem);
    }

    /** Takes away what an owner has brought. Media with it wait for the next version. */
    public void uninstall(Owner owner) {
        synchronized (examined) {
            examined.remove(owner);
        }
        List<Installed> gone =
                installed.stream().filter(each -> each.owner().equals(owner)).toList();
        installed.removeAll(gone);
        for (Installed each : gone) {
            Path file = each.file();
            if (file == null) {
                continue;
            }
            effects.remove(file.toString());
            try {
                WorkerFiles.delete(Objects.requireNonNull(file.getParent()));
            } catch (IOException e) {
                LOGGER.warn("the file {} of a plug-in cannot be deleted", file, e);
            }
            LOGGER.info("the plug-in {} of {} is gone", each.plugin().file(), owner.name());
        }
    }

    /** All that an owner brings is installed or refused. */
    public void examined(Owner owner) {
        synchronized (examined) {
            examined.add(owner);
            examined.notifyAll();
        }
    }

    /** Waits until all that an owner brings is examined. Empty if that takes longer. */
    public List<NativePlugin> await(Owner owner, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (examined) {
            while (!examined.contains(owner)) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return List.of();
                }
                try {
                    examined.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return List.of();
                }
            }
        }
        return installed.stream()
                .filter(each -> each.owner().equals(owner))
                .map(Installed::plugin)
                .toList();
    }
}
