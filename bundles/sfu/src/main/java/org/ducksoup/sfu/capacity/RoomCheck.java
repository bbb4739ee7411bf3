package org.ducksoup.sfu.capacity;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.parts.Timer;

/**
 * Asks the disk whether there is room for a recording before a participant is in. The question is asked on a thread for
 * checks, because a disk that hangs answers late or never. One question is open at a time, for all who wait for its answer,
 * so a disk that hangs keeps one thread. Thread-safe.
 */
public final class RoomCheck {
    /** How long the disk may take to answer: somebody waits to join. */
    static final Duration MAX_WAIT = Duration.ofSeconds(2);

    private final FreeSpace freeSpace;
    private final Executor checks;
    private final Timer timer;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile long lastFreeBytes = -1;
    private CompletableFuture<Optional<Reason>> question = CompletableFuture.completedFuture(Optional.empty());

    /** @param checks runs checks, which may block */
    public RoomCheck(FreeSpace freeSpace, Executor checks, Timer timer) {
        this.freeSpace = freeSpace;
        this.checks = checks;
        this.timer = timer;
    }

    /** Why nobody can join; empty if there is room. Completes at once if nothing is to be asked. */
    public CompletableFuture<Optional<Reason>> refusal() {
        if (freeSpace.minBytes() == 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<Optional<Reason>> answer = ask();
        if (answer.isDone()) {
            return answer;
        }
        CompletableFuture<Optional<Reason>> result = new CompletableFuture<>();
        Runnable stopWaiting = timer.schedule(
                MAX_WAIT,
                () -> result.complete(Optional.of(new Reason(
                        "recordingMode",
                        "",
                        "the disk for recordings does not answer; try again in a few seconds. If it does not come back,"
                                + " ask the server's operator to look at it"))));
        answer.thenAccept(reason -> {
            result.complete(reason);
            stopWaiting.run();
        });
        return result;
    }

    /** Bytes that were free when the disk was asked last; negative if it did not tell, or was not asked. */
    public long lastFreeBytes() {
        return lastFreeBytes;
    }

    /** Asks how much is free, for {@link #lastFreeBytes}. One question is open at a time. */
    public void look() {
        if (looking.compareAndSet(false, true)) {
            checks.execute(() -> {
                lastFreeBytes = freeSpace.bytes();
                looking.set(false);
            });
        }
    }

    private synchronized CompletableFuture<Optional<Reason>> ask() {
        if (question.isDone()) {
            CompletableFuture<Optional<Reason>> asked = new CompletableFuture<>();
            question = asked;
            checks.execute(() -> asked.complete(Optional.ofNullable(freeSpace.refusal())));
        }
        return question;
    }
}
