package org.ducksoup.signaling;

import org.ducksoup.api.interaction.ClientReport;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.parts.CloseCode;
import org.ducksoup.signaling.json.WireText;
import org.ducksoup.signaling.message.ClientMessage;

/**
 * A client after its join: carries its messages to the participant's session in the interaction, and counts those that
 * are dropped. The socket's calls never overlap.
 */
final class JoinedClient {
    private static final String JOIN = "join";
    private static final String MARK = "mark";

    private final JoinRequest request;
    private final ParticipantSession session;
    private final SessionEnvironment environment;
    private final LogAllowance logAllowance;
    private int ignored;

    JoinedClient(JoinRequest request, ParticipantSession session, SessionEnvironment environment) {
        this.request = request;
        this.session = session;
        this.environment = environment;
        logAllowance = new LogAllowance(environment.limits(), environment.timer());
    }

    void carryOut(ClientMessage message) {
        if (message instanceof ClientMessage.Answer answer) {
            session.answer(answer.description());
        } else if (message instanceof ClientMessage.Candidate candidate) {
            session.addCandidate(candidate.candidate());
        } else if (message instanceof ClientMessage.NegotiationNeeded needed) {
            session.negotiationNeeded(needed.signalingState());
        } else if (message instanceof ClientMessage.IceDisconnected) {
            session.iceDisconnected();
        } else if (message instanceof ClientMessage.Control control) {
            session.control(control.control());
        } else if (message instanceof ClientMessage.PolyControl control) {
            session.control(control.control());
        } else if (message instanceof ClientMessage.Log log) {
            log(log.entry());
        } else if (message instanceof ClientMessage.Report report) {
            report(report.report());
        } else if (message instanceof ClientMessage.Mark mark) {
            mark(mark.mark());
        } else if (message instanceof ClientMessage.Stop) {
            session.leave();
        } else if (message instanceof ClientMessage.Join) {
            ignore(JOIN, "joined already");
        }
    }

    /** @param code with which the socket was closed */
    void onClose(int code) {
        if (CloseCode.isLoss(code)) {
            session.channelLost();
        } else if (code == CloseCode.GOING_AWAY) {
            session.channelGoingAway();
        } else {
            session.channelClosed();
        }
    }

    private void log(ParticipantSession.ClientLog entry) {
        String payload = entry.payload();
        if (mayLog(entry.kind(), entry.kind().length() + (payload == null ? 0L : WireText.utf8Length(payload)))) {
            session.log(entry);
        }
    }

    private void report(ClientReport report) {
        if (mayLog(report.kind(), report.kind().length() + (long) report.chars())) {
            session.report(report);
        }
    }

    /** Marks are written where log lines are, and count with them. */
    private void mark(ParticipantSession.Mark mark) {
        String data = mark.data();
        if (mayLog(MARK, (long) WireText.utf8Length(mark.name()) + (data == null ? 0 : WireText.utf8Length(data)))) {
            session.mark(mark);
        }
    }

    private boolean mayLog(String kind, long bytes) {
        return logAllowance.take(bytes, sentence -> publishIgnored(kind, sentence));
    }

    /** Counts a message that is dropped. A few do no harm to the call; a client that keeps sending them is closed. */
    void ignore(String kind, String reason) {
        publishIgnored(kind, reason);
        ignored++;
    }

    /** The messages that were dropped so far. */
    int ignored() {
        return ignored;
    }

    private void publishIgnored(String kind, String reason) {
        environment
                .events()
                .publish(new InteractionEvent.SignalingIgnored(
                        environment.scope(request.key(), request.userId()), WireText.shown(kind), reason));
    }
}
