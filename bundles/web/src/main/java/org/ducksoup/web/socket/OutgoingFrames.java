package org.ducksoup.web.socket;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Sends text frames one by one, in the order of the calls, then the closing handshake. The queue is bounded: it refuses
 * a frame when it is full. Thread-safe.
 */
final class OutgoingFrames {
    private final FrameSink sink;
    private final int limit;
    private final Queue<String> waiting = new ArrayDeque<>();
    private boolean sending;
    private boolean pumping;
    private boolean ended;
    private @Nullable Farewell farewell;

    private record Farewell(int code, String reason) {}

    OutgoingFrames(FrameSink sink, int limit) {
        this.sink = sink;
        this.limit = limit;
    }

    /** @return false when the queue is full; frames after the end are accepted and discarded */
    boolean add(String text) {
        synchronized (this) {
            if (ended || farewell != null) {
                return true;
            }
            if (waiting.size() >= limit) {
                return false;
            }
            waiting.add(text);
        }
        pump();
        return true;
    }

    /** Closes after every queued frame has left. Only the first call counts. */
    void closeAfterwards(int code, String reason) {
        synchronized (this) {
            if (farewell == null) {
                farewell = new Farewell(code, reason);
            }
        }
        pump();
    }

    /** Discards every queued frame and closes. */
    void closeNow(int code, String reason) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            waiting.clear();
        }
        sink.close(code, reason);
    }

    /** The connection is lost. */
    synchronized void end() {
        ended = true;
        waiting.clear();
    }

    /** This is a loop rather than a recursion, because a server that sends at once calls back before it returns. */
    private void pump() {
        for (Runnable step = next(); step != null; step = next()) {
            step.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        if (ended || sending || pumping) {
            return null;
        }
        String text = waiting.poll();
        if (text != null) {
            sending = true;
            pumping = true;
            return () -> {
                sink.sendText(text, this::onSent);
                pumped();
            };
        }
        Farewell last = farewell;
        if (last == null) {
            return null;
        }
        ended = true;
        return () -> sink.close(last.code(), last.reason());
    }

    private synchronized void pumped() {
        pumping = false;
    }

    private void onSent(boolean successfully) {
        synchronized (this) {
            sending = false;
            if (!successfully) {
                // The reader of the connection learns that it is lost.
                ended = true;
                waiting.clear();
            }
        }
        pump();
    }
}
