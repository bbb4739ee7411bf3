package org.ducksoup.sfu.channel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.ducksoup.api.interaction.Resumption;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.SignalingChannel;

/**
 * The way to a client whose signaling channel may be lost and replaced while its media goes on (ADR 10). Messages wait
 * meanwhile; what was sent into the lost channel and never arrived is sent again. On the interaction's thread.
 */
public final class ResumableChannel {
    private final LastMessages last = new LastMessages();
    private SignalingChannel current;
    private boolean detached;
    /** Messages of the client that earlier channels have handled. */
    private long handledBefore;

    private String resumeToken = "";

    public ResumableChannel(SignalingChannel first) {
        current = first;
    }

    /** The channel, or the last one if it is lost. */
    public SignalingChannel current() {
        return current;
    }

    public void send(ServerMessage message) {
        if (detached) {
            last.addWaiting(message);
        } else {
            last.addSent(message);
            current.send(message);
        }
    }

    /** Completes with whether the client still answers. */
    public CompletionStage<Boolean> isAlive(Duration timeout) {
        return detached ? CompletableFuture.completedFuture(false) : current.isAlive(timeout);
    }

    /** Notes that the channel is lost: messages wait for the next one. */
    public void detach() {
        detached = true;
    }

    public boolean isDetached() {
        return detached;
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

    /**
     * Goes on with another channel of the same client, which gets the welcome first and then what it missed.
     *
     * @param heard as the client has it: {@link Resumption#heard}
     * @param welcome made of how many messages of the client its earlier channels have handled
     */
    public void resume(SignalingChannel next, long heard, LongFunction<ServerMessage.Joined> welcome) {
        if (!detached) {
            // The client has noticed the loss before the server did.
            current.close();
        }
        handledBefore += current.handled();
        current = next;
        detached = false;
        List<ServerMessage> missed = last.missed(heard);
        last.settle(heard);
        send(welcome.apply(handledBefore));
        missed.forEach(this::send);
    }

    /** Leaves the last messages where a client that has not got them can fetch them with its token. */
    public void leaveMessages(Farewells farewells) {
        farewells.keep(resumeToken, last);
    }

    public void close() {
        current.close();
    }
}
