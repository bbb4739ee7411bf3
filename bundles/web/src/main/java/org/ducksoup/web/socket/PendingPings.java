package org.ducksoup.web.socket;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Pings that wait for their pong; the pong repeats the ping's payload (RFC 6455 section 5.5.3). Thread-safe. */
final class PendingPings {
    private final Map<Long, CompletableFuture<Boolean>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    CompletableFuture<Boolean> ping(Consumer<ByteBuffer> sender, Duration timeout) {
        long number = numbers.incrementAndGet();
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        waiting.put(number, answered);
        sender.accept(payload(number));
        return answered.completeOnTimeout(false, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((inTime, failure) -> waiting.remove(number));
    }

    /** No caller waits for this ping. */
    static void heartbeat(FrameSink sink) {
        sink.sendPing(payload(0));
    }

    void onPong(ByteBuffer payload) {
        if (payload.remaining() == Long.BYTES) {
            CompletableFuture<Boolean> answered = waiting.get(payload.getLong(payload.position()));
            if (answered != null) {
                answered.complete(true);
            }
        }
    }

    void end() {
        waiting.values().forEach(answered -> answered.complete(false));
    }

    private static ByteBuffer payload(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(0, number);
    }
}
