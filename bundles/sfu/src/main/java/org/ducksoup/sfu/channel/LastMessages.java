package org.ducksoup.sfu.channel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.ducksoup.api.interaction.Resumption;
import org.ducksoup.api.interaction.ServerMessage;

/**
 * The last messages to one client. Those sent are kept as well as those that wait: a channel breaks before anybody
 * notices, and what was sent into it meanwhile never arrives. On one thread at a time.
 */
final class LastMessages {
    /** The number of messages kept for a client without a channel. Few are sent in half a minute. */
    private static final int MAX_WAITING = 200;
    /** The number of sent messages kept, in case they went into a broken channel. */
    private static final int MAX_SENT = 50;

    private final Deque<ServerMessage> sent = new ArrayDeque<>();
    private final Deque<ServerMessage> waiting = new ArrayDeque<>();
    private long sentCount;

    void addSent(ServerMessage message) {
        sentCount++;
        sent.add(message);
        if (sent.size() > MAX_SENT) {
            sent.remove();
        }
    }

    void addWaiting(ServerMessage message) {
        if (waiting.size() < MAX_WAITING && !isRepeated(message)) {
            waiting.add(message);
        }
    }

    /** Whether a new channel is sent this message anyway, with its content of that moment. */
    private static boolean isRepeated(ServerMessage message) {
        return message instanceof ServerMessage.Offer
                || message instanceof ServerMessage.Start
                || message instanceof ServerMessage.Ending;
    }

    /**
     * What the client has missed, oldest first.
     *
     * @param heard as the client has it: {@link Resumption#heard}
     */
    List<ServerMessage> missed(long heard) {
        long lost = heard < 0 ? 0 : Math.max(0, sentCount - heard);
        List<ServerMessage> missed = new ArrayList<>();
        sent.stream()
                .skip(Math.max(0, sent.size() - lost))
                .filter(message -> !isRepeated(message))
                .forEach(missed::add);
        missed.addAll(waiting);
        return missed;
    }

    /** Forgets all messages; the client has got or gets them. */
    void settle(long heard) {
        sent.clear();
        waiting.clear();
        if (heard >= 0) {
            sentCount = heard;
        }
    }
}
