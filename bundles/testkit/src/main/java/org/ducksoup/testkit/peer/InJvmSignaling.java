package org.ducksoup.testkit.peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.api.interaction.JoinGrant;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.JoinRequest.PlanPlace;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.interaction.Resumption;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.SessionDescription;
import org.jspecify.annotations.Nullable;

/**
 * Signaling without a network, to interactions in this JVM. The frames are those of the wire protocol, but they are
 * read without the checks of the real bundle.
 */
public final class InJvmSignaling implements SignalingSocket {
    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "testkit-signaling");
        thread.setDaemon(true);
        return thread;
    });

    private final InteractionRegistry interactions;
    private final String origin;
    private final Listener listener;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable ParticipantSession session;

    private InJvmSignaling(InteractionRegistry interactions, String origin, Listener listener) {
        this.interactions = interactions;
        this.origin = origin;
        this.listener = listener;
    }

    public static Opener to(InteractionRegistry interactions, String origin) {
        return listener -> CompletableFuture.completedFuture(new InJvmSignaling(interactions, origin, listener));
    }

    @Override
    public void send(String text) {
        THREAD.execute(() -> {
            if (!closed.get()) {
                onFrame(Frames.read(text));
            }
        });
    }

    private void onFrame(JsonNode frame) {
        String kind = frame.path("kind").asText();
        String payload = frame.path("payload").asText();
        ParticipantSession seat = session;
        if (seat == null) {
            session = interactions.join(request(Frames.read(payload)), new Channel());
            return;
        }
        switch (kind) {
            case "client_answer" ->
                seat.answer(SessionDescription.answer(
                        Frames.read(payload).path("sdp").asText()));
            case "client_ice_candidate" -> seat.addCandidate(candidate(Frames.read(payload)));
            case "client_negotiation_needed" -> seat.negotiationNeeded(payload);
            case "client_ice_connection_state_disconnected" -> seat.iceDisconnected();
            case "mark" -> seat.mark(mark(Frames.read(payload)));
            case "stop" -> seat.leave();
            default -> seat.log(new ParticipantSession.ClientLog(kind, payload));
        }
    }

    private static Mark mark(JsonNode mark) {
        return new Mark(mark.path("name").asText(), mark.path("data").textValue());
    }

    private JoinRequest request(JsonNode join) {
        Codec codec = join.path("videoFormat").asText().equals("VP8") ? Codec.VP8 : Codec.H264;
        return new JoinRequest(
                new InteractionKey(
                        origin,
                        join.path("namespace").asText("default"),
                        join.path("interactionName").asText()),
                join.path("userId").asText(),
                Duration.ofSeconds(join.path("duration").asLong(30)),
                join.path("size").asInt(2),
                new JoinRequest.VideoRequest(
                        codec,
                        join.path("width").asInt(800),
                        join.path("height").asInt(600),
                        join.path("frameRate").asInt(30)),
                join.path("audioFx").textValue(),
                join.path("videoFx").textValue(),
                join.path("recordingMode").asText("none"),
                false,
                false,
                join.path("audioOnly").asBoolean(),
                resumption(join),
                JoinGrant.OPEN,
                place(join));
    }

    /** A condition, which the real bundle takes from tokens only, may be in the join. */
    private static @Nullable PlanPlace place(JsonNode join) {
        return join.has("plan")
                ? new PlanPlace(
                        join.path("plan").asText(),
                        join.path("role").asText(),
                        join.path("condition").textValue())
                : null;
    }

    private static @Nullable Resumption resumption(JsonNode join) {
        String token = join.path("resumeToken").textValue();
        return token == null ? null : new Resumption(token, join.path("heard").asLong(Resumption.UNKNOWN));
    }

    private static IceCandidate candidate(JsonNode init) {
        return new IceCandidate(
                init.path("candidate").asText(),
                init.path("sdpMid").textValue(),
                init.has("sdpMLineIndex") ? init.get("sdpMLineIndex").asInt() : null,
                init.path("usernameFragment").textValue());
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            THREAD.execute(() -> {
                ParticipantSession seat = session;
                if (seat != null) {
                    seat.channelClosed();
                }
                listener.onClose(1000, "");
            });
        }
    }

    /** The server's end of the channel. */
    private final class Channel implements SignalingChannel {
        @Override
        public void send(ServerMessage message) {
            String text = Frames.of(message).toString();
            THREAD.execute(() -> {
                if (!closed.get()) {
                    listener.onText(text);
                }
            });
        }

        @Override
        public long handled() {
            return 0;
        }

        @Override
        public void close() {
            THREAD.execute(() -> {
                if (!closed.getAndSet(true)) {
                    listener.onClose(1000, "");
                }
            });
        }

        @Override
        public CompletionStage<Boolean> isAlive(Duration timeout) {
            return CompletableFuture.completedFuture(!closed.get());
        }
    }
}
