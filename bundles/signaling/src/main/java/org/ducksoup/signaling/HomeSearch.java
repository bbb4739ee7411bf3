package org.ducksoup.signaling;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.cluster.Home;
import org.ducksoup.api.cluster.InteractionHomes;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.websocket.WebSocketListener;
import org.ducksoup.api.websocket.WebSocketSession;
import org.jspecify.annotations.Nullable;

/**
 * A client's way to the server of the cluster on which its interaction lives. What the client sends meanwhile waits. The answer comes
 * on another thread than the client's frames, so both hold the lock of this object, which nobody else has.
 */
final class HomeSearch {
    /** A client that has joined has nothing to say before it is answered, except for a few lines for the log. */
    private static final int MAX_WAITING = 64;

    /** What becomes of the client. */
    interface Outcome {
        /**
         * The interaction lives here.
         *
         * @param visit to be ended when the client is in, or is not
         */
        void onHere(JoinRequest request, Home.Visit visit);

        /** A frame that has waited. */
        void onWaiting(String frame);

        void onNowhere(Home.Nowhere nowhere);
    }

    private final WebSocketSession socket;
    private final JoinRequest request;
    private final Outcome outcome;
    private final List<String> waiting = new ArrayList<>();
    private boolean searching = true;
    private boolean closed;
    private @Nullable WebSocketListener relay;

    private HomeSearch(WebSocketSession socket, JoinRequest request, String frame, Outcome outcome) {
        this.socket = socket;
        this.request = request;
        this.outcome = outcome;
        waiting.add(frame);
    }

    /** @param frame the client's join as it came */
    static HomeSearch begin(
            InteractionHomes homes, WebSocketSession socket, JoinRequest request, String frame, Outcome outcome) {
        HomeSearch search = new HomeSearch(socket, request, frame, outcome);
        homes.find(request.key(), socket.passes(), search::found);
        return search;
    }

    /** Takes a frame that is not for this server, or not yet. Returns false for one that is to be handled here. */
    synchronized boolean take(String frame) {
        if (relay != null) {
            relay.onText(frame);
            return true;
        }
        if (searching && waiting.size() < MAX_WAITING) {
            waiting.add(frame);
        }
        return searching || closed;
    }

    synchronized void onClose(int code, String reason) {
        closed = true;
        if (relay != null) {
            relay.onClose(code, reason);
        }
    }

    private synchronized void found(Home home) {
        searching = false;
        if (home instanceof Home.Here here) {
            if (closed) {
                here.visit().end();
                return;
            }
            // The session that the client wants to go on with is lost with its server.
            outcome.onHere(here.begun() ? request.withoutResumption() : request, here.visit());
            waiting.stream().skip(1).forEach(outcome::onWaiting);
            waiting.clear();
        } else if (home instanceof Home.Elsewhere elsewhere) {
            if (!closed) {
                relay = elsewhere.relay().open(socket, socket.passes(), List.copyOf(waiting));
                waiting.clear();
            }
        } else if (home instanceof Home.Nowhere nowhere && !closed) {
            outcome.onNowhere(nowhere);
        }
    }
}
