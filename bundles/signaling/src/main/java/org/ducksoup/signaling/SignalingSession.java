package org.ducksoup.signaling;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.ducksoup.api.cluster.Home;
import org.ducksoup.api.cluster.InteractionHomes;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.interaction.ServerMessage.Refusal;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.websocket.WebSocketListener;
import org.ducksoup.api.websocket.WebSocketSession;
import org.ducksoup.parts.CloseCode;
import org.ducksoup.parts.TokenBucket;
import org.ducksoup.signaling.json.ClientMessageException;
import org.ducksoup.signaling.json.WireText;
import org.ducksoup.signaling.message.ClientMessage;
import org.ducksoup.signaling.message.ClientMessageParser;
import org.ducksoup.signaling.message.ServerMessageWriter;
import org.ducksoup.signaling.token.JoinTokens;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: handles what it sends, and carries the interaction's messages to it. The socket's calls ({@link #onText},
 * {@link #onClose}) never overlap. The interaction and the timer call from threads of their own, and touch only {@link
 * #phase} and the socket.
 */
final class SignalingSession implements WebSocketListener, SignalingChannel {
    private static final Logger LOGGER = LoggerFactory.getLogger(SignalingSession.class);
    private static final String JOIN = "join";
    private static final Pattern TOKEN_IN_URL =
            Pattern.compile("([?&#]" + JoinTokens.MEMBER + "=)[^&#]*", Pattern.CASE_INSENSITIVE);

    private static final int MAX_PAGE_URL_CHARS = 2000;

    private static final Reason STARTING = new Reason(
            "server", "starting", "this server is starting and lets nobody in yet; try again in a few seconds");

    private enum Phase {
        AWAITING_JOIN,
        JOINED,
        CLOSED
    }

    private final WebSocketSession socket;
    private final SessionEnvironment environment;
    private final TokenBucket budget;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.AWAITING_JOIN);
    private Runnable cancelJoinTimeout = () -> {};
    private @Nullable JoinedClient joined;
    /** On a server of a cluster, from the join on. */
    private @Nullable HomeSearch search;
    /** Of the client in its interaction, until it is answered. */
    private final AtomicReference<Home.@Nullable Visit> visit = new AtomicReference<>();

    private final AtomicLong handled = new AtomicLong();

    private SignalingSession(WebSocketSession socket, SessionEnvironment environment) {
        this.socket = socket;
        this.environment = environment;
        SessionLimits limits = environment.limits();
        budget = new TokenBucket(
                limits.burst(), limits.messagesPerSecond(), environment.timer().nanoTime());
    }

    static SignalingSession open(WebSocketSession socket, SessionEnvironment environment) {
        SignalingSession session = new SignalingSession(socket, environment);
        session.cancelJoinTimeout =
                environment.timer().schedule(environment.limits().joinTimeout(), session::joinTimedOut);
        return session;
    }

    // ---- calls of the socket

    @Override
    public void onText(String text) {
        HomeSearch searching = search;
        if (phase.get() == Phase.CLOSED || (searching != null && searching.take(text))) {
            return;
        }
        handle(text);
    }

    private void handle(String text) {
        if (joined != null) {
            handled.incrementAndGet();
        }
        try {
            if (budget.take(environment.timer().nanoTime())) {
                hear(environment.parser().parse(text, socket.origin()), text);
            } else {
                ignore("", "more than " + environment.limits().messagesPerSecond() + " messages per second");
            }
        } catch (ClientMessageException e) {
            if (joined != null) {
                ignore(e.kind(), e.reason().message());
            } else if (e.kind().equals(JOIN)) {
                refuse(e.refused(), CloseCode.NORMAL, text);
            } else {
                refuse(e.refused(), CloseCode.POLICY_VIOLATION, text);
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public void onClose(int code, String reason) {
        phase.set(Phase.CLOSED);
        cancelJoinTimeout.run();
        HomeSearch searching = search;
        if (searching != null) {
            searching.onClose(code, reason);
        }
        endVisit();
        JoinedClient client = joined;
        joined = null;
        if (client != null) {
            client.onClose(code);
        }
    }

    private void hear(ClientMessage message, String text) throws ClientMessageException {
        JoinedClient client = joined;
        if (client != null) {
            client.carryOut(message);
            shutIfNonsensical(client);
        } else if (message instanceof ClientMessage.Join join) {
            join(join.request(), text);
        } else {
            throw new ClientMessageException("", notJoined("the first message is not join"));
        }
    }

    private void join(JoinRequest request, String text) {
        if (!environment.clustered()) {
            enter(request);
            return;
        }
        InteractionHomes homes = environment.homes().get();
        if (homes == null) {
            comeBack(request, STARTING);
            return;
        }
        cancelJoinTimeout.run();
        search = HomeSearch.begin(homes, socket, request, text, new HomeSearch.Outcome() {
            @Override
            public void onHere(JoinRequest wanted, Home.Visit begun) {
                visit.set(begun);
                enter(wanted);
            }

            @Override
            public void onWaiting(String frame) {
                if (phase.get() != Phase.CLOSED) {
                    handle(frame);
                }
            }

            @Override
            public void onNowhere(Home.Nowhere nowhere) {
                comeBack(request, nowhere.reason());
            }
        });
    }

    private void endVisit() {
        Home.Visit begun = visit.getAndSet(null);
        if (begun != null) {
            begun.end();
        }
    }

    /** Nobody can join now. Clients come back. */
    private void comeBack(JoinRequest request, Reason reason) {
        if (request.resumption() == null) {
            // Our own client waits and joins again. An older one tells its participant to reload the page.
            refuse(new ServerMessage.Refused(Refusal.PEER_CONNECTION, reason), CloseCode.SERVICE_RESTART, "");
        } else {
            // The client takes this code for a broken connection and comes back.
            shut(CloseCode.SERVICE_RESTART, "service restart");
        }
    }

    private void enter(JoinRequest request) {
        InteractionRegistry interactions = environment.interactions().get();
        if (interactions == null) {
            comeBack(request, STARTING);
            return;
        }
        if (!phase.compareAndSet(Phase.AWAITING_JOIN, Phase.JOINED)) {
            return;
        }
        cancelJoinTimeout.run();
        String pageUrl = socket.query().get("href");
        environment
                .events()
                .publish(new InteractionEvent.WebSocketUpgraded(
                        environment.scope(request.key(), request.userId()),
                        socket.remoteAddress(),
                        pageUrl == null ? null : forLog(pageUrl)));
        joined = new JoinedClient(request, interactions.join(request, this), environment);
    }

    /** The address of a page may contain its join token. Readers of the log must not be able to use the token. */
    private static String forLog(String pageUrl) {
        return WireText.cut(TOKEN_IN_URL.matcher(pageUrl).replaceAll("$1***"), MAX_PAGE_URL_CHARS);
    }

    /** Drops a message. Before the join this ends the conversation. */
    private void ignore(String kind, String reason) {
        JoinedClient client = joined;
        if (client == null) {
            refuse(new ServerMessage.Refused(Refusal.JOIN, notJoined(reason)), CloseCode.POLICY_VIOLATION, "");
        } else {
            client.ignore(kind, reason);
            shutIfNonsensical(client);
        }
    }

    private void shutIfNonsensical(JoinedClient client) {
        if (client.ignored() >= environment.limits().maxIgnored()) {
            shut(CloseCode.POLICY_VIOLATION, "too many messages that make no sense");
        }
    }

    private void failed(RuntimeException e) {
        LOGGER.error("The message of {} could not be carried out", socket.remoteAddress(), e);
        if (joined == null && phase.get() != Phase.CLOSED) {
            // The join failed because of a bug. Without an answer the page would wait for ever.
            socket.send(ServerMessageWriter.write(new ServerMessage.Refused(Refusal.PEER_CONNECTION, null)));
        }
        shut(CloseCode.INTERNAL_ERROR, "internal error");
    }

    // ---- calls of the timer

    private void joinTimedOut() {
        if (phase.compareAndSet(Phase.AWAITING_JOIN, Phase.CLOSED)) {
            long seconds = environment.limits().joinTimeout().toSeconds();
            tellRefused(new ServerMessage.Refused(Refusal.JOIN, notJoined("no join within " + seconds + " s")), "");
            socket.close(CloseCode.POLICY_VIOLATION, "no join");
        }
    }

    private void refuse(ServerMessage.Refused refused, int code, String frame) {
        if (phase.compareAndSet(Phase.AWAITING_JOIN, Phase.CLOSED)) {
            cancelJoinTimeout.run();
            tellRefused(refused, frame);
            socket.close(code, "not joined");
        }
    }

    /**
     * Sends the refusal to the page and writes it to the log: with a mistyped secret nobody gets in, and operators look
     * for the reason in the log.
     */
    private void tellRefused(ServerMessage.Refused refused, String frame) {
        socket.send(ServerMessageWriter.write(refused));
        if (environment.refusals().take(environment.timer().nanoTime())) {
            ClientMessageParser.Claim claim = ClientMessageParser.claim(frame, socket.origin());
            environment
                    .events()
                    .publish(new InteractionEvent.JoinRefused(environment.scope(claim.key(), claim.user()), refused));
        }
    }

    private static Reason notJoined(String why) {
        return new Reason("kind", "", why + "; required: a first message {\"kind\":\"join\",\"payload\":\"…\"}");
    }

    // ---- calls of the interaction

    @Override
    public void send(ServerMessage message) {
        if (phase.get() == Phase.CLOSED) {
            return;
        }
        if (message instanceof ServerMessage.Joined || message instanceof ServerMessage.Refused) {
            endVisit();
        }
        socket.send(ServerMessageWriter.write(message));
        if (message instanceof ServerMessage.Refused || message instanceof ServerMessage.End) {
            shut(CloseCode.NORMAL, "");
        }
    }

    @Override
    public long handled() {
        return handled.get();
    }

    @Override
    public void close() {
        shut(CloseCode.NORMAL, "");
    }

    @Override
    public CompletionStage<Boolean> isAlive(Duration timeout) {
        return socket.ping(timeout);
    }

    private void shut(int code, String reason) {
        endVisit();
        if (phase.getAndSet(Phase.CLOSED) != Phase.CLOSED) {
            socket.close(code, reason);
        }
    }
}
