package org.ducksoup.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ducksoup.api.interaction.Resumption;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.ServerMessage.Joined;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.interaction.ServerMessage.Refusal;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.parts.VirtualTimer;

/**
 * One conversation, a line for each thing that happens:
 *
 * <pre>
 * # a comment                     ? href=https://…      a query parameter of the socket
 * > a frame of the client         &lt; the server's next frame, to the letter
 * ! what the interaction says     = what the interaction is told next
 * ~ the next event                + PT10S   time passes
 * x the client closes (code)      X the server has closed (code)
 * </pre>
 *
 * Frames, calls and events that no line mentions are mistakes.
 */
final class Dialogue {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final VirtualTimer timer = new VirtualTimer();
    private final FakeInteractions interactions = new FakeInteractions();
    private final FakeSocket socket = new FakeSocket();
    private SignalingSession session;

    void play(List<String> lines) throws IOException {
        int number = 0;
        for (String line : lines) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                play(
                        "line " + number + ": " + line,
                        line.charAt(0),
                        line.substring(1).strip());
            }
        }
        assertThat(socket.sent).as("frames not mentioned").isEmpty();
        assertThat(interactions.calls).as("calls not mentioned").isEmpty();
        assertThat(interactions.events).as("events not mentioned").isEmpty();
    }

    private void play(String where, char what, String text) throws IOException {
        switch (what) {
            case '?' -> socket.query.put(text.substring(0, text.indexOf('=')), text.substring(text.indexOf('=') + 1));
            case '>' -> session().onText(text);
            case '<' -> assertThat(socket.sent.poll()).as(where).isEqualTo(text);
            case '!' -> interactions.channel.send(message(text));
            case '=' -> assertThat(interactions.calls.poll()).as(where).isEqualTo(text);
            case '~' ->
                assertThat(String.valueOf(interactions.events.poll())).as(where).contains(text);
            case '+' -> {
                session();
                timer.pass(Duration.parse(text));
            }
            case 'x' -> session().onClose(Integer.parseInt(text), "");
            case 'X' -> assertThat(socket.closeCode).as(where).isEqualTo(Integer.parseInt(text));
            default -> throw new IllegalArgumentException(where);
        }
    }

    private SignalingSession session() {
        if (session == null) {
            SignalingConfiguration configuration = Configurations.defaults();
            session = SignalingSession.open(
                    socket,
                    new SessionEnvironment(
                            () -> interactions,
                            () -> null,
                            false,
                            interactions,
                            Configurations.parser(configuration, timer),
                            ConfiguredLimits.session(configuration),
                            SessionEnvironment.refusals(timer),
                            timer));
        }
        return session;
    }

    private static ServerMessage message(String text) throws IOException {
        String[] words = text.split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "joined" -> joined(rest);
            case "offer" -> new ServerMessage.Offer(SessionDescription.offer(rest.replace("\\n", "\r\n")));
            case "candidate" -> new ServerMessage.Candidate(new IceCandidate(rest, "0", 0, null));
            case "other_joined" -> new ServerMessage.OtherJoined(rest.split(" ")[0], rest.split(" ")[1]);
            case "other_left" -> new ServerMessage.OtherLeft(rest.split(" ")[0], rest.split(" ")[1]);
            case "start" -> new ServerMessage.Start(Duration.parse(rest));
            case "ending" -> new ServerMessage.Ending();
            case "files" -> new ServerMessage.Files(files(rest));
            case "end" -> new ServerMessage.End();
            case "refused" -> refused(rest);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static ServerMessage joined(String text) {
        String[] words = text.split(" ");
        List<ServerMessage.IceServer> servers = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            servers.add(new ServerMessage.IceServer(List.of(words[i]), null, null));
        }
        return new Joined(Joined.Context.valueOf(words[0]), servers, "token", Resumption.UNKNOWN);
    }

    private static ServerMessage refused(String text) {
        String[] words = text.split(" ", 3);
        return new ServerMessage.Refused(
                Refusal.valueOf(words[0]), words.length < 3 ? null : new Reason(words[1], "", words[2]));
    }

    private static Map<String, List<String>> files(String json) throws IOException {
        Map<String, List<String>> files = new TreeMap<>();
        JSON.readTree(json).properties().forEach(user -> {
            List<String> paths = new ArrayList<>();
            for (JsonNode path : user.getValue()) {
                paths.add(path.textValue());
            }
            files.put(user.getKey(), paths);
        });
        return files;
    }
}
