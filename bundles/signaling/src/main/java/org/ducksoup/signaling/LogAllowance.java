package org.ducksoup.signaling;

import java.time.Duration;
import java.util.function.Consumer;
import org.ducksoup.parts.RateLimited;
import org.ducksoup.parts.Timer;
import org.ducksoup.parts.TokenBucket;

/**
 * How much a client may write into logs and manifests. Its lines wait in memory and go to the disk that recordings are on,
 * so they are bounded in bytes. A page that logs too much has a bug, and its call goes on.
 */
final class LogAllowance {
    /** A client that logs too much is mentioned once in this time. */
    private static final Duration OVERFLOW_INTERVAL = Duration.ofSeconds(10);

    private final TokenBucket budget;
    private final RateLimited overflow;
    private final int bytesPerSecond;
    private final Timer timer;

    LogAllowance(SessionLimits limits, Timer timer) {
        budget = new TokenBucket(limits.logBurst(), limits.logBytesPerSecond(), timer.nanoTime());
        overflow = new RateLimited(OVERFLOW_INTERVAL, timer::nanoTime);
        bytesPerSecond = limits.logBytesPerSecond();
        this.timer = timer;
    }

    /** @param onOverflow gets a sentence about what is dropped, now and then */
    boolean take(long bytes, Consumer<String> onOverflow) {
        if (budget.take(bytes, timer.nanoTime())) {
            return true;
        }
        overflow.run(others -> onOverflow.accept("more than " + bytesPerSecond
                + " bytes of log lines per second (maxLogBytesPerSecond); since the last such line " + others
                + " others were dropped"));
        return false;
    }
}
