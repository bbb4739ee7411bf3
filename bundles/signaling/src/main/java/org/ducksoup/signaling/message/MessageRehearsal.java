package org.ducksoup.signaling.message;

import java.time.Duration;
import java.util.List;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.signaling.json.ClientMessageException;

/**
 * Reads and writes the messages of joins before participants come. That loads the classes of JSON and runs them until most are
 * compiled, so that the first participants do not wait for it.
 */
public final class MessageRehearsal {
    /** They take some hundredths of a second together. */
    private static final int JOINS = 20;

    private static final String ORIGIN = "http://rehearsal.invalid";

    static final List<String> FROM_CLIENT = List.of(
            frame(
                    "join",
                    "{'interactionName':'rehearsal','namespace':'rehearsal','userId':'stand-in','duration':60,'size':2,"
                            + "'width':800,'height':600,'frameRate':30,'videoFormat':'H264','recordingMode':'none'}"),
            frame("client_answer", "{'type':'answer','sdp':'v=0'}"),
            frame("client_ice_candidate", "{'candidate':'candidate:1','sdpMid':'0','sdpMLineIndex':0}"));

    private static final List<ServerMessage> FROM_SERVER = List.of(
            new ServerMessage.Joined(
                    ServerMessage.Joined.Context.NEW_INTERACTION,
                    List.of(new ServerMessage.IceServer(List.of("stun:rehearsal.invalid"), null, null)),
                    "token",
                    0),
            new ServerMessage.Offer(SessionDescription.offer("v=0")),
            new ServerMessage.Candidate(new IceCandidate("candidate:1", "0", 0, null)),
            new ServerMessage.OtherJoined("stand-in", "stream"),
            new ServerMessage.Start(Duration.ofMinutes(1)));

    private MessageRehearsal() {}

    /** @param parser wants no token */
    public static void run(ClientMessageParser parser) {
        for (int i = 0; i < JOINS; i++) {
            for (String frame : FROM_CLIENT) {
                try {
                    parser.parse(frame, ORIGIN);
                } catch (ClientMessageException e) {
                    // The limits of this server are narrower than what this join asks for.
                }
            }
            FROM_SERVER.forEach(ServerMessageWriter::write);
        }
    }

    /** @param payload JSON with single quotation marks */
    private static String frame(String kind, String payload) {
        return "{\"kind\":\"" + kind + "\",\"payload\":\"" + payload.replace("'", "\\\"") + "\"}";
    }
}
