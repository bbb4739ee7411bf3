package org.ducksoup.testkit.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.PeerConnectionFactory;
import org.ducksoup.testkit.media.LatencyHistogram;
import org.ducksoup.testkit.media.ReceivedTrack;
import org.ducksoup.testkit.media.SyntheticMedia;
import org.jspecify.annotations.Nullable;

/**
 * A participant without a browser: speaks the wire protocol, answers every offer, sends synthetic media and counts the
 * media that it receives. Tests wait for {@link Milestone}s. A wait that fails shows the whole dialogue.
 */
public final class HeadlessParticipant implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ParticipantOptions options;
    private final Transcript transcript = new Transcript();
    private final Map<Milestone, CompletableFuture<Arrival>> milestones = new EnumMap<>(Milestone.class);
    private final ClientMedia media;
    private final CompletableFuture<SignalingSocket> socket;
    private volatile long joinNanos = System.nanoTime();

    HeadlessParticipant(
            SignalingSocket.Opener server,
            ParticipantOptions options,
            PeerConnectionFactory connections,
            SyntheticMedia synthetic) {
        this.options = options;
        for (Milestone milestone : Milestone.values()) {
            milestones.put(milestone, new CompletableFuture<>());
        }
        media = new ClientMedia(options, connections, synthetic, this::reached, this::send);
        socket = server.open(new Inbox());
        var unused = socket.whenComplete((opened, failure) -> {
            if (failure == null) {
                reached(Milestone.OPEN);
            } else {
                giveUp(failure);
            }
        });
    }

    // ---- messages to the server

    /** Sends {@code join}. */
    public void join() {
        var unused = socket.thenRun(() -> {
            joinNanos = System.nanoTime();
            send("join", options.joinPayload());
        });
    }

    /** Sends a frame of the wire protocol. */
    public void send(String kind, @Nullable String payload) {
        sendText(Frames.client(kind, payload).toString());
    }

    /** Sends any text, also one that is no frame. */
    public void sendText(String text) {
        var unused = socket.thenAccept(opened -> {
            transcript.add(FrameOrigin.CLIENT, text);
            opened.send(text);
        });
    }

    /** Sends its video in another codec from here on, as a browser whose encoder fails. */
    public void sendVideoAs(Codec codec) {
        media.stopVideo();
        media.startVideo(codec);
    }

    /** The camera is unplugged: there is no video, and the player says why. */
    public void loseCamera() {
        media.stopVideo();
        send("client_device_lost", "{\"type\":\"video\",\"reason\":\"unplugged\",\"ago\":0}");
    }

    /** The camera is plugged in again. */
    public void takeCameraAgain(Codec codec) {
        media.startVideo(codec);
        send("client_device_back", "{\"type\":\"video\",\"reason\":\"reopened\",\"ago\":0}");
    }

    /**
     * Marks a moment, as the player's {@code mark} does.
     *
     * @param data what belongs to it, or null
     */
    public void mark(String name, @Nullable String data) {
        ObjectNode mark = Frames.object().put("name", name);
        send("mark", (data == null ? mark : mark.put("data", data)).toString());
    }

    /** Leaves for good: sends {@code stop}. */
    public void stop() {
        send("stop", null);
    }

    /** Vanishes without a word, as a closed tab does. Idempotent. */
    @Override
    public void close() {
        media.close();
        var unused = socket.thenAccept(SignalingSocket::close);
    }

    // ---- events and counts

    /** Completes when the milestone is reached, and exceptionally when it cannot be reached any more. */
    public CompletableFuture<Arrival> milestone(Milestone milestone) {
        return java.util.Objects.requireNonNull(milestones.get(milestone));
    }

    /**
     * Waits for a milestone, 20 s at most.
     *
     * @throws AssertionError with the dialogue so far, if it is not reached
     */
    public Arrival await(Milestone milestone) {
        return await(milestone, PATIENCE);
    }

    /**
     * Waits for a milestone.
     *
     * @throws AssertionError with the dialogue so far, if it is not reached in time
     */
    public Arrival await(Milestone milestone, Duration patience) {
        try {
            return milestone(milestone).get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw failure(milestone, "not within " + patience, e);
        } catch (ExecutionException e) {
            throw failure(milestone, String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(milestone, "interrupted", e);
        }
    }

    private AssertionError failure(Milestone milestone, String why, Exception cause) {
        return new AssertionError(
                options.userId() + " did not reach " + milestone + ": " + why + "\n" + transcript + "\n" + tracks(),
                cause);
    }

    /**
     * When a milestone was reached, on the clock of {@link System#nanoTime}.
     *
     * @throws AssertionError with the dialogue so far, if it is not reached within 20 s
     */
    public long nanos(Milestone milestone) {
        return joinNanos + await(milestone).sinceJoin().toNanos();
    }

    public boolean hasReached(Milestone milestone) {
        CompletableFuture<Arrival> future = milestone(milestone);
        return future.isDone() && !future.isCompletedExceptionally();
    }

    public Transcript transcript() {
        return transcript;
    }

    /** Every track that the participant receives, in the order of their first packets. */
    public List<ReceivedTrack> tracks() {
        return media.received();
    }

    /** The number of received packets of one kind, over all tracks. */
    public long received(MediaKind kind) {
        return tracks().stream()
                .filter(track -> track.kind() == kind)
                .mapToLong(ReceivedTrack::received)
                .sum();
    }

    /** The number of received packets, audio and video, over all tracks. */
    public long received() {
        return tracks().stream().mapToLong(ReceivedTrack::received).sum();
    }

    /**
     * Waits until this much more sound has arrived. A packet holds 20 ms of it.
     *
     * @throws AssertionError with the dialogue so far, if it takes more than twice as long and 20 s
     */
    public void hear(Duration sound) {
        long until = received(MediaKind.AUDIO) + sound.toMillis() / 20;
        long deadline = System.nanoTime() + sound.multipliedBy(2).plus(PATIENCE).toNanos();
        while (received(MediaKind.AUDIO) < until) {
            if (System.nanoTime() > deadline || hasReached(Milestone.CLOSED)) {
                throw new AssertionError(
                        options.userId() + " did not hear " + sound + " more\n" + transcript + "\n" + tracks());
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** The number of lost packets of one kind, over all tracks. */
    public long lost(MediaKind kind) {
        return tracks().stream()
                .filter(track -> track.kind() == kind)
                .mapToLong(ReceivedTrack::lost)
                .sum();
    }

    /** The number of lost packets, audio and video, over all tracks. */
    public long lost() {
        return tracks().stream().mapToLong(ReceivedTrack::lost).sum();
    }

    /** The latency of all tracks together. */
    public LatencyHistogram latency() {
        LatencyHistogram sum = new LatencyHistogram();
        tracks().forEach(track -> sum.add(track.latency()));
        return sum;
    }

    /** The number of packets sent, audio and video. */
    public long sent() {
        return media.sent();
    }

    /** The number of key frames made, with or without a request. */
    public long keyFramesSent() {
        return media.keyFramesSent();
    }

    private void reached(Milestone milestone) {
        reached(milestone, MissingNode.getInstance());
    }

    private void reached(Milestone milestone, JsonNode payload) {
        milestone(milestone).complete(new Arrival(Duration.ofNanos(System.nanoTime() - joinNanos), payload));
    }

    private void giveUp(Throwable cause) {
        milestones.values().forEach(future -> future.completeExceptionally(cause));
    }

    private void onFrame(JsonNode frame) {
        String kind = frame.path("kind").asText();
        JsonNode payload = frame.path("payload");
        switch (kind) {
            case "joined" -> reached(Milestone.JOINED, payload);
            case "offer" -> {
                reached(Milestone.FIRST_OFFER, payload);
                media.answer(Frames.read(payload.asText()).path("sdp").asText());
            }
            case "candidate" -> media.addCandidate(Frames.read(payload.asText()));
            case "start" -> reached(Milestone.START, payload);
            case "ending" -> reached(Milestone.ENDING, payload);
            case "files" -> reached(Milestone.FILES, payload);
            case "end" -> reached(Milestone.END, payload);
            default -> {
                if (kind.startsWith("error-")) {
                    reached(Milestone.REFUSED, frame);
                }
            }
        }
    }

    private final class Inbox implements SignalingSocket.Listener {
        @Override
        public void onText(String text) {
            transcript.add(FrameOrigin.SERVER, text);
            try {
                onFrame(Frames.read(text));
            } catch (RuntimeException e) {
                giveUp(new IllegalStateException("a frame of the server makes no sense: " + text, e));
            }
        }

        @Override
        public void onClose(int code, String reason) {
            media.close();
            reached(Milestone.CLOSED, Frames.object().put("code", code).put("reason", reason));
            giveUp(new IllegalStateException("the socket was closed: " + code + " " + reason));
        }
    }
}
