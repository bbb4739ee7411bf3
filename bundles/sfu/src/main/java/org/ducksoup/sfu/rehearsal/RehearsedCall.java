package org.ducksoup.sfu.rehearsal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinGrant;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.media.Codec;
import org.ducksoup.sfu.Interactions;
import org.jspecify.annotations.Nullable;

/** One interaction of two stand-ins, from their joins until both have left. */
final class RehearsedCall {
    private final Interactions stage;
    private final InteractionKey key;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    private record Received(Client client, ServerMessage message) {}

    RehearsedCall(Interactions stage, int number) {
        this.stage = stage;
        key = new InteractionKey("http://rehearsal.invalid", "rehearsal", "call-" + number);
    }

    /**
     * Returns when both have seen the start, have had the other's tracks offered, and the interaction has ended.
     *
     * @param deadline of the monotonic clock
     * @throws IllegalStateException if it did not come to that
     */
    void hold(long deadline) throws InterruptedException {
        List<Client> clients = List.of(new Client(), new Client());
        for (Client client : clients) {
            client.session = stage.join(request("stand-in-" + clients.indexOf(client)), client);
        }
        while (!clients.stream().allMatch(Client::isServed)) {
            Received next = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new IllegalStateException("no more time for " + key.name());
            }
            next.client.hear(next.message);
        }
        clients.forEach(Client::leave);
        // It would wait half a minute for those who left, and keep their places.
        try {
            stage.end(key::equals, InteractionEvent.EndReason.EMPTY)
                    .get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(key.name() + " has not ended", e);
        }
    }

    private JoinRequest request(String userId) {
        return new JoinRequest(
                key,
                userId,
                Duration.ofMinutes(1),
                2,
                new JoinRequest.VideoRequest(Codec.H264, 800, 600, 30),
                null,
                null,
                "none",
                false,
                false,
                false,
                null,
                JoinGrant.OPEN,
                null);
    }

    /** A client that agrees to everything. */
    private final class Client implements SignalingChannel {
        private @Nullable ParticipantSession session;
        private int offers;
        private boolean started;

        /** The first offer asks for this client's tracks, and the second has the other's. */
        boolean isServed() {
            return started && offers > 1;
        }

        void hear(ServerMessage message) {
            ParticipantSession own = session;
            if (own != null && message instanceof ServerMessage.Offer) {
                offers++;
                own.answer(StandInConnection.ANSWER);
                own.addCandidate(StandInConnection.CANDIDATE);
            }
            if (message instanceof ServerMessage.Refused || message instanceof ServerMessage.End) {
                throw new IllegalStateException(message.toString());
            }
            started |= message instanceof ServerMessage.Start;
        }

        void leave() {
            ParticipantSession own = session;
            if (own != null) {
                own.leave();
            }
        }

        @Override
        public void send(ServerMessage message) {
            received.add(new Received(this, message));
        }

        @Override
        public long handled() {
            return 0;
        }

        @Override
        public void close() {
            // Nothing is open.
        }

        @Override
        public CompletionStage<Boolean> isAlive(Duration timeout) {
            return CompletableFuture.completedFuture(true);
        }
    }
}
