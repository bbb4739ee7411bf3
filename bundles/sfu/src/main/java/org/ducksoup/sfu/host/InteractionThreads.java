package org.ducksoup.sfu.host;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.ducksoup.parts.DaemonThreads;

/**
 * The threads of all interactions. Tasks that come after the end are dropped: sockets and connections that close later
 * still report it.
 */
public final class InteractionThreads implements AutoCloseable {
    /** An interaction runs short tasks that do not wait. More threads than processors would only wait for each other. */
    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    /** The number of concurrent checks. A lab's code, or a disk, may hang in some of them. */
    private static final int MAX_CHECKS = 16;

    private final ThreadPoolExecutor pool = threads(THREADS, "ducksoup-interaction");
    private final ThreadPoolExecutor checks = threads(MAX_CHECKS, "ducksoup-effect-check");

    public InteractionThreads() {
        checks.setKeepAliveTime(1, TimeUnit.MINUTES);
        checks.allowCoreThreadTimeOut(true);
    }

    private static ThreadPoolExecutor threads(int number, String name) {
        return new ThreadPoolExecutor(
                number,
                number,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                DaemonThreads.numbered(name),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Runs the tasks of interactions, which must not wait. */
    public Executor pool() {
        return pool;
    }

    /** Runs checks of effects and of the disk, which may wait. */
    public Executor checks() {
        return checks;
    }

    /** Tasks that have been given before are still run. Returns at once. */
    @Override
    public void close() {
        pool.shutdown();
        checks.shutdown();
    }
}
