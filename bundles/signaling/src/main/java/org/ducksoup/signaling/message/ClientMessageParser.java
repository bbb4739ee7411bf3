package org.ducksoup.signaling.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ParticipantSession.ClientLog;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.signaling.json.ClientMessageException;
import org.ducksoup.signaling.json.JsonMembers;
import org.ducksoup.signaling.json.StrictJson;
import org.ducksoup.signaling.json.WireText;
import org.ducksoup.signaling.token.JoinTokens;
import org.jspecify.annotations.Nullable;

/** Parses a text frame. Any frame becomes either a message or a {@link ClientMessageException}. */
public final class ClientMessageParser {
    private static final int MAX_SDP_BYTES = 1 << 19;
    private static final int MAX_CANDIDATE_BYTES = 4096;
    private static final int MAX_LOG_BYTES = 1 << 16;
    private static final int MAX_SECTION_INDEX = 65_535;

    private final JoinRequestReader joins;
    private final JoinTokens tokens;

    public ClientMessageParser(JoinLimits limits, JoinTokens tokens) {
        joins = new JoinRequestReader(limits);
        this.tokens = tokens;
    }

    /**
     * @param frame as it arrived
     * @param origin of the page that sent it
     */
    public ClientMessage parse(String frame, String origin) throws ClientMessageException {
        JsonMembers members = StrictJson.object("", "frame", frame);
        String kind = members.name("kind");
        JsonMembers named = new JsonMembers(kind, members.payload());
        String payload = payload(named);
        return switch (kind) {
            case "join" -> new ClientMessage.Join(joins.read(tokens.admit(object(kind, payload)), origin));
            case "client_answer" -> new ClientMessage.Answer(answer(object(kind, payload)));
            case "client_ice_candidate" -> new ClientMessage.Candidate(candidate(object(kind, payload)));
            case "client_negotiation_needed" ->
                new ClientMessage.NegotiationNeeded(payload == null ? "" : WireText.shown(payload));
            case "client_ice_connection_state_disconnected" -> new ClientMessage.IceDisconnected();
            case "client_control" -> new ClientMessage.Control(EffectControlReader.control(object(kind, payload)));
            case "client_polycontrol" ->
                new ClientMessage.PolyControl(EffectControlReader.polyControl(object(kind, payload)));
            case "mark" -> new ClientMessage.Mark(MarkReader.read(object(kind, payload)));
            case "stop" -> new ClientMessage.Stop();
            default ->
                ClientReportReader.isReport(kind)
                        ? new ClientMessage.Report(ClientReportReader.read(object(kind, payload)))
                        : log(named, payload);
        };
    }

    /**
     * The names in a join that was refused, as far as they can be read.
     *
     * @param user null if it has no name
     */
    public record Claim(InteractionKey key, @Nullable String user) {}

    /** Reads these names for the log. They are claims of the page, not checked by any token. */
    public static Claim claim(String frame, String origin) {
        try {
            JsonNode join = object("join", payload(StrictJson.object("", "frame", frame)))
                    .payload();
            return new Claim(
                    new InteractionKey(
                            origin,
                            name(join, "namespace").orElse(JoinRequestReader.DEFAULT_NAMESPACE),
                            name(join, "interactionName").orElse("")),
                    name(join, "userId").orElse(null));
        } catch (ClientMessageException unreadable) {
            return new Claim(new InteractionKey(origin, JoinRequestReader.DEFAULT_NAMESPACE, ""), null);
        }
    }

    private static Optional<String> name(JsonNode join, String key) {
        JsonNode name = join.path(key);
        return name.isTextual() ? WireText.name(name.textValue()) : Optional.empty();
    }

    private static @Nullable String payload(JsonMembers frame) throws ClientMessageException {
        return frame.text("payload", MAX_SDP_BYTES);
    }

    private static JsonMembers object(String kind, @Nullable String payload) throws ClientMessageException {
        if (payload == null) {
            throw new ClientMessageException(
                    kind,
                    new Reason("payload", "", "payload is missing; required: a JSON object, encoded as a string"));
        }
        return StrictJson.object(kind, "payload", payload);
    }

    private static SessionDescription answer(JsonMembers answer) throws ClientMessageException {
        if (!"answer".equals(answer.text("type", WireText.MAX_NAME_BYTES))) {
            throw answer.bad("type", "required: answer");
        }
        return SessionDescription.answer(answer.requiredText("sdp", MAX_SDP_BYTES));
    }

    private static IceCandidate candidate(JsonMembers candidate) throws ClientMessageException {
        String text = candidate.text("candidate", MAX_CANDIDATE_BYTES);
        long index = candidate.whole("sdpMLineIndex", -1);
        if (index < -1 || index > MAX_SECTION_INDEX) {
            throw candidate.bad("sdpMLineIndex", "allowed: 0 to " + MAX_SECTION_INDEX);
        }
        return new IceCandidate(
                text == null ? "" : text,
                candidate.text("sdpMid", WireText.MAX_NAME_BYTES),
                index < 0 ? null : (int) index,
                candidate.text("usernameFragment", 2 * WireText.MAX_NAME_BYTES));
    }

    private static ClientMessage log(JsonMembers frame, @Nullable String payload) throws ClientMessageException {
        String kind = frame.kind();
        if (!kind.startsWith("client_") && !kind.startsWith("ext_")) {
            throw frame.bad("kind", "it is not of this protocol");
        }
        // Reads the value again, now with the limit of a log line.
        return new ClientMessage.Log(
                new ClientLog(kind, payload == null ? null : frame.text("payload", MAX_LOG_BYTES)));
    }
}
