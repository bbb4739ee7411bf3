package org.ducksoup.signaling.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ducksoup.api.interaction.Resumption;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.interaction.ServerMessage.Refusal;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.SessionDescription;
import org.junit.jupiter.api.Test;

class ServerMessageWriterTest {
    private static final Map<ServerMessage, String> FRAMES = new LinkedHashMap<>();

    static {
        FRAMES.put(
                new ServerMessage.Offer(SessionDescription.offer("v=0\r\n")),
                "{\"kind\":\"offer\",\"payload\":\"{\\\"type\\\":\\\"offer\\\",\\\"sdp\\\":\\\"v=0\\\\r\\\\n\\\"}\"}");
        FRAMES.put(
                new ServerMessage.Candidate(new IceCandidate("candidate:1", "0", 0, "uf")),
                "{\"kind\":\"candidate\",\"payload\":\"{\\\"candidate\\\":\\\"candidate:1\\\",\\\"sdpMid\\\":\\\"0\\\","
                        + "\\\"sdpMLineIndex\\\":0,\\\"usernameFragment\\\":\\\"uf\\\"}\"}");
        FRAMES.put(
                new ServerMessage.Candidate(new IceCandidate("", null, null, null)),
                "{\"kind\":\"candidate\",\"payload\":\"{\\\"candidate\\\":\\\"\\\"}\"}");
        FRAMES.put(
                new ServerMessage.Joined(
                        ServerMessage.Joined.Context.NEW_INTERACTION,
                        List.of(
                                new ServerMessage.IceServer(List.of("stun:a.example"), null, null),
                                new ServerMessage.IceServer(List.of("turn:a", "turns:b"), "u", "c")),
                        "secret",
                        Resumption.UNKNOWN,
                        Duration.ofMillis(14_600)),
                "{\"kind\":\"joined\",\"payload\":{\"context\":\"new-interaction\",\"iceServers\":["
                        + "{\"urls\":[\"stun:a.example\"]},"
                        + "{\"urls\":[\"turn:a\",\"turns:b\"],\"username\":\"u\",\"credential\":\"c\"}],\"resumeToken\":\"secret\",\"waitSeconds\":15}}");
        FRAMES.put(
                new ServerMessage.Joined(ServerMessage.Joined.Context.RECONNECTION, List.of(), "another", 9),
                "{\"kind\":\"joined\",\"payload\":{\"context\":\"reconnection\",\"iceServers\":[],\"resumeToken\":\"another\",\"handled\":9}}");
        FRAMES.put(
                new ServerMessage.OtherJoined("小明", "s\"1"),
                "{\"kind\":\"other_joined\",\"payload\":{\"userId\":\"小明\",\"streamId\":\"s\\\"1\"}}");
        FRAMES.put(
                new ServerMessage.OtherLeft("bob", "s2"),
                "{\"kind\":\"other_left\",\"payload\":{\"userId\":\"bob\",\"streamId\":\"s2\"}}");
        FRAMES.put(new ServerMessage.Start(Duration.ofMillis(29_600)), "{\"kind\":\"start\",\"payload\":30}");
        FRAMES.put(new ServerMessage.Extended(Duration.ofMillis(90_400)), "{\"kind\":\"extended\",\"payload\":90}");
        FRAMES.put(
                new ServerMessage.Message("<b>half</b> \"time\""),
                "{\"kind\":\"message\",\"payload\":{\"text\":\"<b>half</b> \\\"time\\\"\"}}");
        FRAMES.put(new ServerMessage.Ending(), "{\"kind\":\"ending\"}");
        FRAMES.put(
                new ServerMessage.Files(Map.of("bob", List.of("x/b.mkv"), "ann", List.of("x/a.mkv", "x/a2.mkv"))),
                "{\"kind\":\"files\",\"payload\":{\"ann\":[\"x/a.mkv\",\"x/a2.mkv\"],\"bob\":[\"x/b.mkv\"]}}");
        FRAMES.put(new ServerMessage.End(), "{\"kind\":\"end\"}");
        FRAMES.put(
                new ServerMessage.End(new ServerMessage.Reason("server", "shutdown", "It stops.")),
                "{\"kind\":\"end\",\"payload\":{\"reason\":{\"key\":\"server\",\"value\":\"shutdown\","
                        + "\"message\":\"It stops.\"}}}");
        FRAMES.put(new ServerMessage.Refused(Refusal.DUPLICATE, null), "{\"kind\":\"error-duplicate\"}");
        FRAMES.put(
                new ServerMessage.Refused(Refusal.JOIN, new Reason("size", "x", "size is x")),
                "{\"kind\":\"error-join\",\"payload\":{\"reason\":"
                        + "{\"key\":\"size\",\"value\":\"x\",\"message\":\"size is x\"}}}");
        FRAMES.put(new ServerMessage.Refused(Refusal.FULL, null), "{\"kind\":\"error-full\"}");
        FRAMES.put(new ServerMessage.Refused(Refusal.ABORTED, null), "{\"kind\":\"error-aborted\"}");
        FRAMES.put(new ServerMessage.Refused(Refusal.PEER_CONNECTION, null), "{\"kind\":\"error-peer-connection\"}");
    }

    @Test
    void writesTheFramesOfTheWireProtocol() {
        FRAMES.forEach((message, frame) ->
                assertThat(ServerMessageWriter.write(message)).isEqualTo(frame));
    }

    @Test
    void knowsEveryMessage() {
        assertThat(FRAMES.keySet().stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(Arrays.stream(ServerMessage.class.getPermittedSubclasses())
                        .collect(Collectors.toSet()));
    }
}
