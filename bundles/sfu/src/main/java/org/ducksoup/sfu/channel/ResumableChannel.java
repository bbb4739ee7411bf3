package org.ducksoup.sfu.channel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.SignalingChannel;
import org.jspecify.annotations.Nullable;

/**
 * The way to a client whose signaling channel may be lost and replaced while its media goes on (ADR 10). Messages wait
 * meanwhile. On the interaction's thread.
 */
public final class ResumableChannel {
    /** Messages kept for a client without a channel. There is little to say in half a minute. */
    private static final int MAX_HELD = 200;

    private SignalingChannel current;
    /** Messages that wait for the next channel; null while there is a channel. */
    private @Nullable Deque<ServerMessage> held;

    private String resumeToken = "";

    public ResumableChannel(SignalingChannel first) {
        current = first;
    }

    /** The channel, or the last one if it is lost. */
    public SignalingChannel current() {
        return current;
    }

    public void send(ServerMessage message) {
        Deque<ServerMessage> waiting = held;
        if (waiting == null) {
            current.send(message);
        } else if (waiting.size() < MAX_HELD && !isRepeated(message)) {
            waiting.add(message);
        }
    }

    /** Whether a new channel is sent this message anyway, with its content of that moment. */
    private static boolean isRepeated(ServerMessage message) {
        return message instanceof ServerMessage.Offer
                || message instanceof ServerMessage.Start
                || message instanceof ServerMessage.Ending;
    }

    /** Completes with whether the client still answers. */
    public CompletionStage<Boolean> isAlive(Duration timeout) {
        return held == null ? current.isAlive(timeout) : CompletableFuture.completedFuture(false);
    }

    /** Notes that the channel is lost: messages wait for the next one. */
    public void detach() {
        held = new ArrayDeque<>();
    }

    public boolean isDetached() {
        return held != null;
    }

    public boolean isResumedWith(String token) {
        return MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), resumeToken.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes the token with which the client can come back. Earlier tokens are void. */
    public String newResumeToken() {
        resumeToken = UUID.randomUUID().toString();
        return resumeToken;
    }

    /** Goes on with another channel of the same client, which gets the welcome first and then what it missed. */
    public void resume(SignalingChannel next, ServerMessage.Joined welcome) {
        Deque<ServerMessage> missed = held;
        SignalingChannel old = current;
        current = next;
        held = null;
        if (missed == null) {
            // The client has noticed the loss before the server did.
            old.close();
            missed = new ArrayDeque<>();
        }
        send(welcome);
        missed.forEach(this::send);
    }

    /** Leaves the messages that wait for a client without a channel where it can fetch them with its token. */
    public void leaveMessages(Farewells farewells) {
        Deque<ServerMessage> missed = held;
        if (missed != null) {
            farewells.keep(resumeToken, List.copyOf(missed));
        }
    }

    public void close() {
        current.close();
    }
}
