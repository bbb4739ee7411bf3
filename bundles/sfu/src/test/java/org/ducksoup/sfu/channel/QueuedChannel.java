package org.ducksoup.sfu.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.SignalingChannel;

/** The channel of a client that answers, for tests that wait for its messages on a thread of their own. */
public final class QueuedChannel implements SignalingChannel {
    public final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    /** Messages that {@link #next(Class)} did not wait for. */
    public final List<ServerMessage> passedOver = new ArrayList<>();

    private final BlockingQueue<ServerMessage> messages = new LinkedBlockingQueue<>();

    public ServerMessage next() throws InterruptedException {
        return next(ServerMessage.class);
    }

    /** The next message of this kind. Candidates and the like come in between. */
    public <M extends ServerMessage> M next(Class<M> kind) throws InterruptedException {
        while (true) {
            ServerMessage message = messages.poll(5, TimeUnit.SECONDS);
            assertThat(message)
                    .as("a message of the kind " + kind.getSimpleName())
                    .isNotNull();
            if (kind.isInstance(message)) {
                return kind.cast(message);
            }
            passedOver.add(message);
        }
    }

    @Override
    public void send(ServerMessage message) {
        messages.add(message);
    }

    @Override
    public long handled() {
        return 0;
    }

    @Override
    public void close() {
        closed.complete(true);
    }

    @Override
    public CompletionStage<Boolean> isAlive(Duration timeout) {
        return CompletableFuture.completedFuture(true);
    }
}
