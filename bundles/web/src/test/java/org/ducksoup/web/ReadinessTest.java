package org.ducksoup.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.web.socket.SocketEndpoints;
import org.junit.jupiter.api.Test;

/** When the start of a server is over. */
class ReadinessTest {
    private static final class Registry implements InteractionRegistry {
        private volatile boolean complete;

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public ParticipantSession join(JoinRequest request, SignalingChannel channel) {
            throw new AssertionError("nobody joins");
        }

        @Override
        public boolean acceptsNew() {
            return true;
        }

        @Override
        public Optional<ServerMessage.Reason> full() {
            return Optional.empty();
        }
    }

    /** The services of effects and recorders may be there before those who take joins know them. */
    @Test
    void itIsOverWhenThoseWhoTakeJoinsHaveEverything() {
        Readiness readiness = new Readiness(new SocketEndpoints());
        Registry registry = new Registry();
        readiness.interactions = registry;
        assertThat(readiness.isComplete()).isFalse();
        assertThat(readiness.holds()).isFalse();
        registry.complete = true;
        assertThat(readiness.isComplete()).as("nobody has rehearsed").isFalse();
        readiness.rehearsed();
        assertThat(readiness.whenComplete()).succeedsWithin(Duration.ofSeconds(5));
        registry.complete = false;
        assertThat(readiness.isComplete()).as("a bundle that is replaced later").isTrue();
    }
}
